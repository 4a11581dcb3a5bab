package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.StreamProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What can be seen of all shards of a stream. Thread-safe. */
public final class ShardWatches {
  private final Clock clock;
  private final Map<ShardId, ShardWatch> watches = new ConcurrentHashMap<>();
  private volatile long unread;
  private volatile boolean listed;

  /** Nothing to be seen yet. */
  public ShardWatches(Clock clock) {
    this.clock = clock;
  }

  /** A shard that was read before the server was started. */
  void restore(StoredShard shard) {
    ShardWatch watch =
        new ShardWatch(
            shard.state().id(),
            Optional.empty(),
            shard.inserted(),
            shard.dropped(),
            shard.quarantined());
    if (shard.state().over()) {
      watch.ended(shard.state().finishedAt().orElse(Instant.EPOCH));
    }
    if (shard.state().begun() || shard.state().over()) {
      watches.put(shard.state().id(), watch);
    }
  }

  /** A shard is about to be read: what came before it is clean as far as its parent was. */
  ShardWatch begin(StoredShard shard, Optional<ShardId> parent) {
    Optional<Instant> clean = parent.map(watches::get).flatMap(ShardWatch::cleanAt);
    return watches.compute(
        shard.state().id(),
        (id, before) ->
            new ShardWatch(
                id, clean, shard.inserted(), shard.dropped(), shard.quarantined()));
  }

  /** A listing has been taken; how many shards wait for their parents. */
  void known(Collection<ShardState> states) {
    unread = states.stream().filter(state -> state.phase() == ShardState.Phase.WAITING).count();
  }

  /** The first listing of this run is in, and all that may be read is being read. */
  void listed() {
    listed = true;
  }

  /**
   * Everything that was written before this moment is in the table; empty until every known shard
   * was once read to its tip.
   */
  public Optional<Instant> caughtUpAt() {
    if (!listed || watches.isEmpty()) {
      return Optional.empty();
    }
    Instant oldest = clock.instant();
    for (ShardWatch watch : watches.values()) {
      if (watch.ended()) {
        continue;
      }
      if (watch.cleanAt().isEmpty()) {
        return Optional.empty();
      }
      Instant clean = watch.cleanAt().get();
      oldest = clean.isBefore(oldest) ? clean : oldest;
    }
    return Optional.of(oldest);
  }

  /** Changes that went to quarantine. */
  public long quarantined() {
    return watches.values().stream().mapToLong(ShardWatch::quarantined).sum();
  }

  /** The numbers for status. */
  public StreamProgress progress(Optional<String> streamArn) {
    Collection<ShardWatch> all = watches.values();
    long ended = all.stream().filter(ShardWatch::ended).count();
    return new StreamProgress(
        streamArn,
        all.size() - ended,
        unread,
        ended,
        all.stream().mapToLong(ShardWatch::inserted).sum(),
        all.stream().mapToLong(ShardWatch::dropped).sum(),
        newest(all.stream().map(ShardWatch::lastPollAt)),
        newest(all.stream().map(ShardWatch::lastRecordAt)),
        caughtUpAt().map(at -> Math.max(0, Duration.between(at, clock.instant()).toMillis())));
  }

  private static Optional<Instant> newest(java.util.stream.Stream<Optional<Instant>> times) {
    return times
        .map(time -> time.orElse(null))
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder());
  }
}
