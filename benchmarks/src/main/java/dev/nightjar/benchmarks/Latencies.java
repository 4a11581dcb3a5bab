package dev.nightjar.benchmarks;

import java.util.Arrays;

/** How long things took, in nanoseconds, in their order of size. */
record Latencies(long[] sorted) {

  static Latencies of(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  /** A percentile in milliseconds, such as 0.99. */
  double millis(double percentile) {
    int index = (int) Math.ceil(percentile * sorted.length) - 1;
    return sorted[Math.clamp(index, 0, sorted.length - 1)] / 1e6;
  }
}
