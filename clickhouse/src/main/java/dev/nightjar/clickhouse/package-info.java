/** Placeholder. */
package dev.nightjar.clickhouse;
