package dev.nightjar.awslocal.dynamodb;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times in microseconds, in which changes are kept. */
final class Micros {

  private Micros() {}

  /** Since 1970. */
  static long of(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }

  static long of(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
