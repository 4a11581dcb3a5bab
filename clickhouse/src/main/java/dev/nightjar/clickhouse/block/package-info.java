/**
 * Builds blocks of rows in ClickHouse's Native format: bytes in, bytes out, no object per value.
 */
package dev.nightjar.clickhouse.block;
