package dev.nightjar.mirror.tailing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.mirror.state.StoredShard;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How far a mirror has caught up, by all shards of its stream. */
class ShardWatchesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private final ShardWatches watches = new ShardWatches(CLOCK, new AwsTime(CLOCK));

  @Test
  void aShardThatWasSplitIsCaughtUpWithAsFarAsEachOfItsChildren() {
    ShardState parent = shard("parent", Optional.empty());
    List<ShardState> children =
        List.of(shard("left", Optional.of(parent.id())), shard("right", Optional.of(parent.id())));
    watches.announce(List.of(parent));
    ShardWatch read = watches.begin(StoredShard.unread(parent, true), Optional.empty());
    read.clean(NOW.minusSeconds(10), NOW);
    watches.listed();
    read.ended(NOW.minusSeconds(1));

    watches.announce(children);
    assertThat(watches.caughtUpAt()).contains(NOW.minusSeconds(10));

    watches
        .begin(StoredShard.unread(children.get(0), true), Optional.of(parent.id()))
        .clean(NOW, NOW);
    assertThat(watches.caughtUpAt()).contains(NOW.minusSeconds(10));

    watches
        .begin(StoredShard.unread(children.get(1), true), Optional.of(parent.id()))
        .clean(NOW, NOW);
    assertThat(watches.caughtUpAt()).contains(NOW);
  }

  @Test
  void aLineageWithoutAChildIsOverOnceItsStreamIsKnownToBeOn() {
    ShardState leaf = shard("leaf", Optional.empty());
    watches.announce(List.of(leaf));
    ShardWatch read = watches.begin(StoredShard.unread(leaf, true), Optional.empty());
    read.clean(NOW.minus(Duration.ofHours(1)), NOW);
    read.ended(NOW.minus(Duration.ofMinutes(30)));
    watches.listed();

    assertThat(watches.caughtUpAt()).contains(NOW.minus(Duration.ofHours(1)));

    watches.confirmed(NOW.minus(Duration.ofMinutes(29)));
    assertThat(watches.caughtUpAt()).contains(NOW.minus(Duration.ofHours(1)));

    watches.confirmed(NOW.minus(Duration.ofMinutes(5)));
    assertThat(watches.caughtUpAt()).contains(NOW.minus(Duration.ofMinutes(5)));
  }

  @Test
  void afterARestartAShardWhoseChildHasEndedTooCountsNoMore() {
    ShardState oldest = ended("1", Optional.empty());
    ShardState middle = ended("2", Optional.of(oldest.id()));
    ShardState open = shard("3", Optional.of(middle.id()));
    watches.restore(StoredShard.unread(oldest, true));
    watches.restore(StoredShard.unread(middle, true));
    watches.announce(List.of(open));
    watches.begin(StoredShard.unread(open, true), open.parentId()).clean(NOW, NOW);
    watches.known(List.of(oldest, middle, open), NOW);
    watches.listed();

    assertThat(watches.caughtUpAt()).contains(NOW);
  }

  private static ShardState ended(String name, Optional<ShardId> parent) {
    return new ShardState(
        new ShardId(name),
        parent,
        ShardState.Phase.FINISHED,
        true,
        1,
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        Optional.of(NOW.minusSeconds(9)));
  }

  private static ShardState shard(String name, Optional<ShardId> parent) {
    return new ShardState(
        new ShardId(name),
        parent,
        ShardState.Phase.READABLE,
        true,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty());
  }
}
