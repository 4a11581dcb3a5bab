/**
 * The port to the database: statements, queries, streams and inserts in ClickHouse's own words.
 *
 * <p>{@link dev.nightjar.clickhouse.ClickHouse} is what callers use; {@code embedded} answers it
 * with the engine inside this process. Blocks of rows are built with {@code block}, table
 * definitions with {@code ddl}.
 */
package dev.nightjar.clickhouse;
