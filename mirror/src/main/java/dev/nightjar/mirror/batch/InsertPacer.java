package dev.nightjar.mirror.batch;

import java.time.Duration;
import java.time.Instant;

/**
 * Hands out the moments at which the small batches of one mirror may be inserted, so that a trickle
 * of changes does not become a heap of parts. First come, first served; full batches need none.
 * When more than a trickle comes, the moments lie closer: each of a stream's shards waits its turn,
 * and the parts are larger then. Thread-safe.
 */
public final class InsertPacer {
  /** Changes a second from which on it is no trickle. */
  private static final double BRISK = 100;

  private static final int CLOSER = 3;
  private static final Duration MEASURED_OVER = Duration.ofSeconds(1);

  private final Duration interval;
  private Instant next = Instant.MIN;
  private Instant measuredFrom = Instant.MIN;
  private long measured;
  private double changesPerSecond;

  /** A pacer with this much time between two moments. */
  public InsertPacer(Duration interval) {
    this.interval = interval;
  }

  /** The next free moment, now at the earliest; it is the caller's. */
  public synchronized Instant reserve(Instant now) {
    measure(now);
    Instant moment = next.isAfter(now) ? next : now;
    next = moment.plus(changesPerSecond < BRISK ? interval : interval.dividedBy(CLOSER));
    return moment;
  }

  /** Is told how many changes a batch brought in. */
  public synchronized void inserted(long changes, Instant now) {
    measure(now);
    measured += changes;
  }

  private void measure(Instant now) {
    if (measuredFrom.equals(Instant.MIN)) {
      measuredFrom = now;
    }
    Duration passed = Duration.between(measuredFrom, now);
    if (passed.compareTo(MEASURED_OVER) >= 0) {
      changesPerSecond = measured * 1e9 / passed.toNanos();
      measuredFrom = now;
      measured = 0;
    }
  }
}
