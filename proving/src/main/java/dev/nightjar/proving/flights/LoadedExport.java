package dev.nightjar.proving.flights;

import java.time.Instant;

/**
 * The export that a generation's rows were loaded from.
 *
 * @param generation the number above the versions' lower bits
 * @param from each item is in it as it was at this moment or later
 * @param to and no later than this one
 * @param changesFrom what happened at this moment or later must come from the stream as well,
 *     whether the export has it or not
 */
public record LoadedExport(long generation, Instant from, Instant to, Instant changesFrom) {}
