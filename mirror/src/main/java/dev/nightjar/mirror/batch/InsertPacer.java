package dev.nightjar.mirror.batch;

import java.time.Duration;
import java.time.Instant;

/**
 * Hands out the moments at which a stream's batches may be inserted that are not full, so that a
 * trickle of changes does not become a heap of parts: the first after a silence at once. Full
 * batches need none. Thread-safe.
 */
public final class InsertPacer {
  private final Duration interval;
  private Instant next = Instant.MIN;

  /** A pacer with this much time between two moments. */
  public InsertPacer(Duration interval) {
    this.interval = interval;
  }

  /** The next free moment, now at the earliest; it is the caller's. */
  public synchronized Instant reserve(Instant now) {
    Instant moment = next.isAfter(now) ? next : now;
    next = moment.plus(interval);
    return moment;
  }
}
