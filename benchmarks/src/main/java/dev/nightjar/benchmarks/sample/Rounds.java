package dev.nightjar.benchmarks.sample;

import java.util.Arrays;

/** Values of several rounds. */
public final class Rounds {
  private Rounds() {}

  /** The one in the middle; of an even number the lower of the two. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }
}
