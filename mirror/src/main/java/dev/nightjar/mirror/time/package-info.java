/** Waiting and backing off, on a time that tests can move. */
package dev.nightjar.mirror.time;
