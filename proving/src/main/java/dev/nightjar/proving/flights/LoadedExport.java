package dev.nightjar.proving.flights;

import java.time.Instant;

/**
 * The export that a generation's rows were loaded from, as AWS tells of it.
 *
 * @param generation the number above the versions' lower bits
 * @param certainBefore what happened before this moment is in it
 * @param noneAfter what happened after this moment is not
 */
public record LoadedExport(long generation, Instant certainBefore, Instant noneAfter) {}
