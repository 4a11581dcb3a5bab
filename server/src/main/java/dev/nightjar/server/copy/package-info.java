/** Copy pipes: queries whose result goes into a data source, on demand or by a schedule. */
package dev.nightjar.server.copy;
