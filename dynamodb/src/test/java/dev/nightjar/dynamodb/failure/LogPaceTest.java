package dev.nightjar.dynamodb.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogPaceTest {
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final LogPace pace =
      new LogPace(
          Duration.ofMinutes(5),
          new Clock() {
            @Override
            public ZoneOffset getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return now;
            }
          });

  @Test
  void tellsEachCauseAtOnceAndThenEveryFiveMinutes() {
    assertThat(pace.due("throttled")).isTrue();
    assertThat(pace.due("throttled")).isFalse();
    assertThat(pace.due("refused")).isTrue();

    now = now.plusSeconds(299);
    assertThat(pace.due("throttled")).isFalse();

    now = now.plusSeconds(1);
    assertThat(pace.due("throttled")).isTrue();
    assertThat(pace.due("throttled")).isFalse();
  }

  @Test
  void remembersABoundedNumberOfCauses() {
    for (int i = 0; i < 1_000; i++) {
      assertThat(pace.due("cause " + i)).isTrue();
    }

    assertThat(pace.due("one more")).isFalse();
    assertThat(pace.due("cause 0")).isFalse();
  }
}
