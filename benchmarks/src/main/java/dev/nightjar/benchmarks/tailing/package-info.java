/** A scripted stream into ClickHouse. */
package dev.nightjar.benchmarks.tailing;
