package dev.nightjar.clickhouse;

import java.time.Duration;

/**
 * What ClickHouse said about an insert. It says the same when a deduplication window dropped it.
 *
 * @param rows rows sent
 * @param rowsWritten rows written as ClickHouse counts them, those of cascaded views included
 * @param elapsed from the beginning of the insert to its acknowledgement, waiting excluded
 */
public record InsertResult(long rows, long rowsWritten, Duration elapsed) {}
