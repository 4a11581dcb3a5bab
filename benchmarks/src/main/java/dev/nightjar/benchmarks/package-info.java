/** Placeholder. */
package dev.nightjar.benchmarks;
