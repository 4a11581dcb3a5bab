/**
 * A ClickHouse server somewhere else, over its HTTP interface, through ClickHouse's own Java client
 * (client-v2).
 *
 * <p>Nothing is tried again here: whether a statement may be repeated is its caller's to know.
 */
package dev.nightjar.clickhouse.remote;
