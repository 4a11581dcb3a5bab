package dev.nightjar.dynamodb.connection;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Time that goes on by itself and can be moved: AWS's clock, and a counter of this machine's. */
final class MovableTime extends Clock {
  private final AtomicReference<Duration> moved;

  /** So far ahead of this machine's clock. */
  MovableTime(Duration ahead) {
    moved = new AtomicReference<>(ahead);
  }

  void advance(Duration by) {
    moved.updateAndGet(so -> so.plus(by));
  }

  long nanos() {
    return System.nanoTime() + moved.get().toNanos();
  }

  @Override
  public Instant instant() {
    return Instant.now().plus(moved.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
