package dev.nightjar.clickhouse;

import java.time.Duration;

/**
 * What a query cost.
 *
 * @param elapsed time in the engine, waiting excluded
 * @param resultRows rows of the result
 * @param rowsRead rows read from tables
 * @param bytesRead bytes read from tables, uncompressed
 */
public record QueryStatistics(Duration elapsed, long resultRows, long rowsRead, long bytesRead) {}
