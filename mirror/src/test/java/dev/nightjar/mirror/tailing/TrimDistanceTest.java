package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.AlarmLevel;
import dev.nightjar.mirror.status.ShardProgress;
import dev.nightjar.mirror.status.StreamProgress;
import dev.nightjar.mirror.status.TrimHorizon;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far the shards of a stream are from being trimmed, and what is kept of those that ended. */
class TrimDistanceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final ShardWatches watches = new ShardWatches(CLOCK, new AwsTime(CLOCK));

  @Test
  void whatCannotBeMissingIsACheckpointAndSoIsTheNewestChangeThatIsIn() {
    ShardWatch idle = begin(shard("a", ShardState.Phase.READABLE, NOW.minus(hours(2))));
    ShardWatch late = begin(shard("b", ShardState.Phase.READABLE, NOW.minus(hours(20))));
    idle.clean(NOW, NOW);
    late.record(NOW.minus(hours(7)).toEpochMilli());

    assertThat(left("b")).isEqualTo(hours(4));

    late.allInserted();

    assertThat(left("a")).isEqualTo(hours(24));
    assertThat(left("b")).isEqualTo(hours(17));
    assertThat(progress().shards())
        .extracting(ShardProgress::shard)
        .allMatch(id -> id.startsWith("shardId-"))
        .first()
        .isEqualTo(id("b", NOW.minus(hours(20))));
    assertThat(progress().horizon().map(TrimHorizon::alarm)).contains(AlarmLevel.WARN);
  }

  /** AWS answers with an empty page although records are there: one moves nothing. */
  @Test
  void anEmptyPageAloneIsNoCheckpoint() {
    ShardWatch idle = begin(shard("a", ShardState.Phase.READABLE, NOW.minus(hours(2))));

    idle.clean(NOW, NOW.minus(hours(2)));
    assertThat(left("a")).isEqualTo(hours(22));

    idle.clean(NOW, NOW.minus(hours(3)));
    assertThat(left("a")).as("what was known stays known").isEqualTo(hours(22));
  }

  @Test
  void aShardThatWaitsForItsParentCountsFromItsCreation() {
    begin(shard("a", ShardState.Phase.READABLE, NOW)).clean(NOW, NOW);
    watches.known(List.of(shard("c", ShardState.Phase.WAITING, NOW.minus(hours(19)))), NOW);

    assertThat(progress().shardsUnread()).isEqualTo(1);
    assertThat(progress().horizon().map(TrimHorizon::left)).contains(hours(5));
  }

  @Test
  void whatTheExportHoldsCannotBeLostAnyMore() {
    watches.coveredBefore(NOW.minus(hours(1)));
    begin(shard("a", ShardState.Phase.READABLE, NOW.minus(hours(30))));
    watches.known(List.of(shard("c", ShardState.Phase.WAITING, NOW.minus(hours(19)))), NOW);

    assertThat(left("a")).isEqualTo(hours(23));
    assertThat(progress().horizon().map(TrimHorizon::left)).contains(hours(23));
  }

  @Test
  void itIsTakenByAwsClock() {
    begin(shard("a", ShardState.Phase.READABLE, NOW)).clean(NOW, NOW);

    watches.known(List.of(), NOW.plus(hours(3)));

    assertThat(left("a")).isEqualTo(hours(21));
  }

  @Test
  void forgottenShardsStayCounted() {
    ShardState old = shard("0", ShardState.Phase.READABLE, NOW.minus(hours(30)));
    ShardWatch ended = begin(old);
    ended.inserted(10, 2, Optional.empty());
    ended.dropped(3);
    ended.ended(NOW);
    begin(shard("a", ShardState.Phase.READABLE, NOW)).inserted(1, 0, Optional.empty());

    watches.forget(List.of(old.id(), new ShardId("never-seen")));

    assertThat(progress().shardsFinished()).isEqualTo(1);
    assertThat(progress().shardsOpen()).isEqualTo(1);
    assertThat(progress().changesInserted()).isEqualTo(11);
    assertThat(progress().changesBeforeBoundary()).isEqualTo(3);
    assertThat(watches.quarantined()).isEqualTo(2);
  }

  private ShardWatch begin(ShardState state) {
    return watches.begin(StoredShard.unread(state, true), Optional.empty());
  }

  private StreamProgress progress() {
    return watches.progress(Optional.empty());
  }

  private Duration left(String name) {
    return progress().shards().stream()
        .filter(shard -> shard.shard().endsWith("-" + name))
        .findFirst()
        .flatMap(ShardProgress::horizon)
        .orElseThrow()
        .left();
  }

  private static Duration hours(int hours) {
    return Duration.ofHours(hours);
  }

  private static String id(String name, Instant created) {
    return "shardId-%020d-%s".formatted(created.toEpochMilli(), name);
  }

  private static ShardState shard(String name, ShardState.Phase phase, Instant created) {
    return new ShardState(
        new ShardId(id(name, created)),
        Optional.empty(),
        phase,
        true,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty());
  }
}
