package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.PollBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TailingRulesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aSilentShardIsAskedLessAndLess() {
    PollPause pause = new PollPause(Duration.ofMillis(50), NOW);
    Duration longest = Duration.ofSeconds(2);

    assertThat(pause.next(NOW, longest)).isEqualTo(Duration.ofMillis(50));
    assertThat(pause.next(NOW.plusSeconds(10), longest)).isEqualTo(Duration.ofSeconds(1));
    assertThat(pause.next(NOW.plusSeconds(3600), longest)).isEqualTo(Duration.ofSeconds(2));
    pause.records(NOW.plusSeconds(3600));
    assertThat(pause.next(NOW.plusSeconds(3600), longest)).isEqualTo(Duration.ofMillis(50));
  }

  @Test
  void allShardsTogetherAreAskedNoMoreOftenThanTheBudgetAllows() {
    PollBudget budget = new PollBudget(50);
    Duration usual = Duration.ofSeconds(2);
    for (int shard = 0; shard < 100; shard++) {
      budget.enter();
    }
    assertThat(budget.longestPause(usual)).isEqualTo(usual);

    for (int shard = 100; shard < 1000; shard++) {
      budget.enter();
    }
    assertThat(budget.longestPause(usual)).isEqualTo(Duration.ofSeconds(20));
    for (int shard = 1000; shard < 9000; shard++) {
      budget.enter();
    }
    assertThat(budget.longestPause(usual)).isEqualTo(Duration.ofMinutes(1));
    for (int shard = 9000; shard > 0; shard--) {
      budget.leave();
    }
    assertThat(budget.longestPause(usual)).isEqualTo(usual);
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
