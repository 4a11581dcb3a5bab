package dev.nightjar.mirror.tailing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * AWS's clock, as far as its answers tell it: whatever is compared with a time of AWS's is compared
 * by this one, for this machine's may be wrong. Thread-safe.
 *
 * <p>A {@code Date} header is AWS's time floored to the second, and old by its way here, so that
 * each answer tells the least that AWS's clock can be ahead of this machine's. The greatest of them
 * is the best, until one is so much less that this machine's clock must have been set.
 */
public final class AwsTime {
  private static final Duration CLOCK_WAS_SET = Duration.ofSeconds(10);

  private final Clock clock;
  private volatile Optional<Duration> ahead = Optional.empty();

  /** Nothing answered yet: this machine's clock is believed. */
  public AwsTime(Clock clock) {
    this.clock = clock;
  }

  /** An answer with this date has just come. */
  public synchronized void answered(Instant date) {
    Duration least = Duration.between(clock.instant(), date);
    boolean better =
        ahead
            .map(known ->
                least.compareTo(known) > 0 || least.compareTo(known.minus(CLOCK_WAS_SET)) < 0)
            .orElse(true);
    if (better) {
      ahead = Optional.of(least);
    }
  }

  /** AWS's time at a moment of this machine's clock; never later than it was. */
  public Instant at(Instant moment) {
    return moment.plus(ahead.orElse(Duration.ZERO));
  }

  /** AWS's time now; never later than it is. */
  public Instant now() {
    return at(clock.instant());
  }
}
