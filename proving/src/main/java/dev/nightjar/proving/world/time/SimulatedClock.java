package dev.nightjar.proving.world.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A machine's clock in virtual time, which may be wrong. */
public final class SimulatedClock extends Clock {
  private final Scheduler scheduler;
  private final Duration wrongBy;

  /** A clock that is ahead by so much, or behind if it is negative. */
  public SimulatedClock(Scheduler scheduler, Duration wrongBy) {
    this.scheduler = scheduler;
    this.wrongBy = wrongBy;
  }

  @Override
  public Instant instant() {
    return scheduler.now().plus(wrongBy);
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
