package dev.nightjar.mirror;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** The machine's time, and as much later as a test says. */
public final class MovingClock extends Clock {
  private final InstantSource machine = InstantSource.system();
  private final AtomicReference<Duration> ahead;

  /** The machine's time. */
  public MovingClock() {
    this(Duration.ZERO);
  }

  /** So far ahead of the machine's time. */
  MovingClock(Duration ahead) {
    this.ahead = new AtomicReference<>(ahead);
  }

  /** Lets time pass at once. */
  public void advance(Duration by) {
    ahead.updateAndGet(before -> before.plus(by));
  }

  @Override
  public Instant instant() {
    return machine.instant().plus(ahead.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("UTC only");
  }
}
