/**
 * The demo: a table that lives, its mirror, and a comparison of the two that shares no code with
 * the mirror. Its parts (table, writer, probe, comparisons) serve the benchmarks too.
 */
package dev.nightjar.cli.demo;
