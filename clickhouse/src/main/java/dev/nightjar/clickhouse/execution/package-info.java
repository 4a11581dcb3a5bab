/**
 * How statements run, whatever answers them: on bounded lanes, until a deadline, with results that
 * are handed over in pieces. For the implementations of the port, not for its callers.
 */
package dev.nightjar.clickhouse.execution;
