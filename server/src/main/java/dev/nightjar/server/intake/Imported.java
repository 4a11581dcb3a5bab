package dev.nightjar.server.intake;

/**
 * What became of rows.
 *
 * @param successful rows that are in the data source
 * @param quarantined rows that are in its quarantine
 * @param unreadable how many of those were no row at all
 */
public record Imported(long successful, long quarantined, long unreadable) {}
