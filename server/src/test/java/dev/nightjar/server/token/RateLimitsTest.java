package dev.nightjar.server.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private long millis = 1_000_000;

  private final RateLimits limits =
      new RateLimits(
          new Clock() {
            @Override
            public ZoneId getZone() {
              return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
              return this;
            }

            @Override
            public Instant instant() {
              return Instant.ofEpochMilli(millis);
            }

            @Override
            public long millis() {
              return millis;
            }
          });

  @Test
  void aNameHasSoManyRequestsASecond() {
    assertThat(limits.count("w", "app", 2)).isEqualTo(new RateLimits.Standing(2, 1, 1, false));
    assertThat(limits.count("w", "app", 2)).isEqualTo(new RateLimits.Standing(2, 0, 1, false));
    assertThat(limits.count("w", "app", 2)).isEqualTo(new RateLimits.Standing(2, 0, 1, true));
    millis += 999;
    assertThat(limits.count("w", "app", 2).exceeded()).isTrue();
    millis += 1;
    assertThat(limits.count("w", "app", 2).exceeded()).isFalse();
  }

  @Test
  void namesAndWorkspacesDoNotShareTheirLimit() {
    limits.count("w", "app", 1);

    assertThat(limits.count("w", "other", 1).exceeded()).isFalse();
    assertThat(limits.count("w2", "app", 1).exceeded()).isFalse();
    assertThat(limits.count("w", "app", 1).exceeded()).isTrue();
  }

  @Test
  void aClockThatGoesBackDoesNotLockAnybodyOut() {
    limits.count("w", "app", 1);
    millis -= 100_000;

    assertThat(limits.count("w", "app", 1).exceeded()).isFalse();
  }

  @Test
  void onlySoManyNamesOfAWorkspaceAreRemembered() {
    limits.count("other", "app", 1);
    for (int i = 0; i < RateLimits.REMEMBERED + 500; i++) {
      limits.count("w", "name " + i, 1);
    }

    assertThat(limits.remembered()).isEqualTo(RateLimits.REMEMBERED + 1);
    assertThat(limits.count("other", "app", 1).exceeded()).isTrue();
    assertThat(limits.count("w", "name " + RateLimits.REMEMBERED, 1).exceeded()).isTrue();
    limits.forget("w");
    assertThat(limits.remembered()).isEqualTo(1);
  }
}
