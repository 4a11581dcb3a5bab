/**
 * A model of ClickHouse as far as a mirror can tell: tables, tokens that are remembered or
 * forgotten, inserts whose outcome nobody knows.
 */
package dev.nightjar.proving.world.clickhouse;
