package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.stream.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailingRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aSilentShardIsAskedLessAndLess() {
    PollPause pause = new PollPause(Duration.ofMillis(50), Duration.ofSeconds(2), NOW);

    assertThat(pause.next(NOW)).isEqualTo(Duration.ofMillis(50));
    assertThat(pause.next(NOW.plusSeconds(10))).isEqualTo(Duration.ofSeconds(1));
    assertThat(pause.next(NOW.plusSeconds(3600))).isEqualTo(Duration.ofSeconds(2));
    pause.records(NOW.plusSeconds(3600));
    assertThat(pause.next(NOW.plusSeconds(3600))).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void aShardThatEndedIsNoCleanerThanItWas() {
    ShardWatch watch = new ShardWatch(new ShardId("shardId-1"), Optional.of(NOW), 0, 0, 0);

    watch.ended(NOW.plusSeconds(60));

    assertThat(watch.cleanAt()).contains(NOW);
    assertThat(watch.over(Optional.empty())).isFalse();
    assertThat(watch.over(Optional.of(NOW.plusSeconds(59)))).isFalse();
    assertThat(watch.over(Optional.of(NOW.plusSeconds(61)))).isTrue();
    watch.continued();
    assertThat(watch.over(Optional.empty())).isTrue();
  }
}
