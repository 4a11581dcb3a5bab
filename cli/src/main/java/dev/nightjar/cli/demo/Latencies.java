package dev.nightjar.cli.demo;

/** How often each whole millisecond was measured, up to ten minutes. Thread-safe. */
public final class Latencies {

  private final long[] counts = new long[600_001];
  private long total;

  /** Adds a measurement; what is longer than ten minutes counts as ten minutes. */
  public synchronized void add(long millis) {
    counts[Math.clamp(millis, 0, counts.length - 1)]++;
    total++;
  }

  /** How many measurements there are. */
  public synchronized long count() {
    return total;
  }

  /**
   * The smallest number of milliseconds that this share of the measurements does not exceed; -1
   * where there are none.
   *
   * @param share between 0 and 1, such as 0.99
   */
  public synchronized long percentile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(total * share));
    long passed = 0;
    for (int millis = 0; millis < counts.length; millis++) {
      passed += counts[millis];
      if (passed >= wanted) {
        return millis;
      }
    }
    return -1;
  }
}
