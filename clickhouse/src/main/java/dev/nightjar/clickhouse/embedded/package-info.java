/**
 * ClickHouse inside this process: libchdb, called through {@code java.lang.foreign}.
 *
 * <p>The engine serves one storage path per process and one statement at a time per connection.
 */
package dev.nightjar.clickhouse.embedded;
