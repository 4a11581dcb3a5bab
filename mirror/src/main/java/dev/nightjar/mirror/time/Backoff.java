package dev.nightjar.mirror.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Pauses that double from try to try up to a longest one, with jitter. Not thread-safe. */
public final class Backoff {
  private final Duration first;
  private final Duration longest;
  private final DoubleSupplier random;
  private Duration next;

  /** Pauses from {@code first} to {@code longest}, of which a random half is cut off. */
  public Backoff(Duration first, Duration longest) {
    this(first, longest, () -> ThreadLocalRandom.current().nextDouble());
  }

  Backoff(Duration first, Duration longest, DoubleSupplier random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
    this.next = first;
  }

  /** The pause before the next try: between half of it and all of it. */
  public Duration next() {
    Duration whole = next;
    Duration doubled = whole.multipliedBy(2);
    next = doubled.compareTo(longest) > 0 ? longest : doubled;
    long nanos = whole.toNanos();
    return Duration.ofNanos(nanos / 2 + (long) (nanos / 2 * random.getAsDouble()));
  }

  /** After a success: the next pause is the first one again. */
  public void reset() {
    next = first;
  }
}
