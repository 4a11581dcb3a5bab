/**
 * ClickHouse's own clients on port 7182: each sees its token's workspace as a ClickHouse of its
 * own, which it can read and nothing else.
 */
package dev.nightjar.server.clickhouse;
