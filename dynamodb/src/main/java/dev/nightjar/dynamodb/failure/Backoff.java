package dev.nightjar.dynamodb.failure;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait after each of several failures in a row: twice as long each time up to a
 * ceiling, and of that a random part between one half and all, so that many who failed together do
 * not come back together. For one thread at a time.
 */
public final class Backoff {
  private final Duration first;
  private final Duration ceiling;
  private final RandomGenerator random;
  private int failures;

  /**
   * A sequence of pauses.
   *
   * @param first the longest that the first may be
   * @param ceiling the longest that any may be
   */
  public Backoff(Duration first, Duration ceiling, RandomGenerator random) {
    if (first.isNegative() || first.isZero() || ceiling.compareTo(first) < 0) {
      throw new IllegalArgumentException("pauses from " + first + " to " + ceiling);
    }
    this.first = first;
    this.ceiling = ceiling;
    this.random = random;
  }

  /** The next pause; each is counted as a failure. */
  public Duration next() {
    long longest = ceiling.toMillis();
    // Past 40 doublings any ceiling of use is reached.
    long grown =
        Math.min(failures, 40) < Long.numberOfLeadingZeros(first.toMillis()) - 1
            ? first.toMillis() << Math.min(failures, 40)
            : longest;
    longest = Math.min(longest, grown);
    failures++;
    return Duration.ofMillis(longest - random.nextLong(longest / 2 + 1));
  }

  /** How many pauses there were since the last success. */
  public int failures() {
    return failures;
  }

  /** Something succeeded: the next pause is a first one. */
  public void reset() {
    failures = 0;
  }
}
