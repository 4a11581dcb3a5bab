package dev.nightjar.mirror.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrimHorizonTest {
  private static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT24H, OK",
    "PT6H, PT18H, OK",
    "PT6H1S, PT17H59M59S, WARN",
    "PT18H, PT6H, WARN",
    "PT18H1S, PT5H59M59S, CRITICAL",
    "PT25H, PT-1H, CRITICAL"
  })
  void isWhatIsLeftOfADay(Duration age, Duration left, AlarmLevel alarm) {
    TrimHorizon horizon = TrimHorizon.of(NOW.minus(age), NOW);

    assertThat(horizon.left()).isEqualTo(left);
    assertThat(horizon.alarm()).isEqualTo(alarm);
  }

  @Test
  void theShardWithTheOldestCheckpointIsTheWorst() {
    ShardProgress fresh = shard("fresh", Optional.of(NOW));
    ShardProgress late = shard("late", Optional.of(NOW.minusSeconds(3600)));
    ShardProgress unread = shard("unread", Optional.empty());

    assertThat(Stream.of(fresh, late, unread).sorted(ShardProgress.WORST_FIRST))
        .containsExactly(unread, late, fresh);
  }

  @Test
  void halfOfTheInsertsAreWithinTheBoundThatTheMiddleOneIsIn() {
    InsertProgress none = InsertProgress.none();
    InsertProgress some =
        new InsertProgress(
            0,
            4,
            10,
            100,
            Duration.ofSeconds(1),
            Stream.iterate(0, i -> i + 1)
                .limit(InsertProgress.BOUNDS.size() + 1)
                .map(i -> i == 0 ? 1L : i == 3 ? 2L : i == InsertProgress.BOUNDS.size() ? 1L : 0L)
                .toList());

    assertThat(none.within(0.5)).isEmpty();
    assertThat(some.within(0.25)).contains(InsertProgress.BOUNDS.getFirst());
    assertThat(some.within(0.5)).contains(InsertProgress.BOUNDS.get(3));
    assertThat(some.within(0.99)).isEmpty();
  }

  private static ShardProgress shard(String id, Optional<Instant> checkpoint) {
    return new ShardProgress(
        id, Optional.empty(), Optional.empty(), checkpoint.map(at -> TrimHorizon.of(at, NOW)), 0);
  }
}
