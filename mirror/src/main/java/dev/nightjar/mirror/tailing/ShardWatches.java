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
  /** After this time a shard without a child is taken to have none. */
  private static final Duration CHILD_PATIENCE = Duration.ofMinutes(2);

  private final Clock clock;
  private final Map<ShardId, ShardWatch> watches = new ConcurrentHashMap<>();
  private volatile long unread;
  private volatile boolean listed;
  private volatile Optional<Instant> frozen = Optional.empty();

  /** Nothing to be seen yet. */
  public ShardWatches(Clock clock) {
    this.clock = clock;
  }

  /** A shard as it was when the mirror last stopped. */
  public void restore(StoredShard shard) {
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

  /**
   * These shards will be read: each is as clean as its parent was. All children of a shard come at
   * once, for it no longer counts from then on.
   */
  synchronized void announce(Collection<ShardState> shards) {
    for (ShardState shard : shards) {
      watches.putIfAbsent(
          shard.id(), new ShardWatch(shard.id(), cleanAt(shard.parentId()), 0, 0, 0));
    }
    shards.stream()
        .flatMap(shard -> shard.parentId().map(watches::get).stream())
        .forEach(ShardWatch::continued);
  }

  private Optional<Instant> cleanAt(Optional<ShardId> parent) {
    return parent.map(watches::get).flatMap(ShardWatch::cleanAt);
  }

  /** A shard is about to be read: what came before it is clean as far as its parent was. */
  synchronized ShardWatch begin(StoredShard shard, Optional<ShardId> parent) {
    Optional<Instant> clean = cleanAt(parent);
    return watches.compute(
        shard.state().id(),
        (id, _) ->
            new ShardWatch(id, clean, shard.inserted(), shard.dropped(), shard.quarantined()));
  }

  /** A listing has been taken; how many shards wait for their parents. */
  void known(Collection<ShardState> states) {
    unread = states.stream().filter(state -> state.phase() == ShardState.Phase.WAITING).count();
  }

  /** The first listing of this run is in, and all that may be read is being read. */
  void listed() {
    listed = true;
  }

  /** The mirror stops: nothing is caught up with any more. */
  public void freeze() {
    frozen = caughtUpAt();
    listed = false;
  }

  /**
   * Everything that was written before this moment is in the table; empty until every known shard
   * was once read to its tip.
   */
  public synchronized Optional<Instant> caughtUpAt() {
    if (!listed || watches.isEmpty()) {
      return frozen;
    }
    Instant now = clock.instant();
    Instant oldest = now;
    for (ShardWatch watch : watches.values()) {
      if (watch.over(now.minus(CHILD_PATIENCE))) {
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
