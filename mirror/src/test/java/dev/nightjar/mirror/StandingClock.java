package dev.nightjar.mirror;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A time that stands as long as no test lets it pass. */
public final class StandingClock extends Clock {
  private final AtomicReference<Instant> now;

  /** It is this time. */
  public StandingClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  /** Lets time pass at once. */
  public void advance(Duration by) {
    now.updateAndGet(before -> before.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
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
