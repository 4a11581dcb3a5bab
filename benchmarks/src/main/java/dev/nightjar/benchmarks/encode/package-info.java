/** Item, JSON, columns: what one core encodes. */
package dev.nightjar.benchmarks.encode;
