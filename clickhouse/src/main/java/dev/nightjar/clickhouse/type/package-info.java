/** ClickHouse's column types, parsed from their texts. */
package dev.nightjar.clickhouse.type;
