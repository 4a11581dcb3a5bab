/** An export's files into ClickHouse, by the mirror and by what people would use instead. */
package dev.nightjar.benchmarks.backfill;
