/** What ClickHouse's own parser says about a text of SQL, without running it. */
package dev.nightjar.clickhouse.inspect;
