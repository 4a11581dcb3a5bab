package dev.nightjar.dynamodb.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Property
  void pausesDoubleUpToTheCeilingAndAreHalfRandom(@ForAll long seed) {
    var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(seed));

    for (int i = 0; i < 100; i++) {
      long longest = Math.min(5000, i < 6 ? 100L << i : 5000);
      assertThat(backoff.next().toMillis()).isBetween(longest / 2, longest);
    }
    assertThat(backoff.failures()).isEqualTo(100);
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void aHugeCeilingIsReachedAndNotPassed() {
    var backoff = new Backoff(Duration.ofDays(1), Duration.ofDays(1_000_000), new Random(1));
    for (int i = 0; i < 100; i++) {
      assertThat(backoff.next()).isBetween(Duration.ZERO, Duration.ofDays(1_000_000));
    }
  }

  @Test
  void refusesPausesThatAreNone() {
    assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), new Random(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
