/** Rows that come into tables all at once: side tables that are filled and then take a place. */
package dev.nightjar.server.tables;
