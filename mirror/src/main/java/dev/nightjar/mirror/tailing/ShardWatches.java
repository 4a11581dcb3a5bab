package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.ShardProgress;
import dev.nightjar.mirror.status.StreamProgress;
import dev.nightjar.mirror.status.TrimHorizon;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** What can be seen of all shards of a stream. Thread-safe. */
public final class ShardWatches {
  /** After this time a shard without a child is taken to have none, if its stream is on. */
  private static final Duration CHILD_PATIENCE = Duration.ofMinutes(1);

  private final Clock clock;
  private final AwsTime awsTime;
  private final Map<ShardId, ShardWatch> watches = new ConcurrentHashMap<>();
  private volatile Unread unread = new Unread(0, Optional.empty());
  private volatile Forgotten forgotten = new Forgotten(0, 0, 0, 0);
  private volatile Instant coveredBefore = Instant.MIN;
  private volatile boolean listed;
  private volatile Optional<Instant> listedAt = Optional.empty();
  private volatile Optional<Instant> confirmedAt = Optional.empty();
  private volatile Optional<Instant> frozen = Optional.empty();

  /** Shards that wait for their parents, and when the first of them was created. */
  private record Unread(long shards, Optional<Instant> oldest) {}

  /** What was counted of shards that are no longer watched. */
  private record Forgotten(long shards, long inserted, long dropped, long quarantined) {
    Forgotten plus(ShardWatch watch) {
      return new Forgotten(
          shards + 1,
          inserted + watch.inserted(),
          dropped + watch.dropped(),
          quarantined + watch.quarantined());
    }
  }

  /** Nothing to be seen yet. */
  public ShardWatches(Clock clock, AwsTime awsTime) {
    this.clock = clock;
    this.awsTime = awsTime;
  }

  /** An export holds what was written before this moment: none of it can be lost any more. */
  public void coveredBefore(Instant generationBegun) {
    coveredBefore = generationBegun;
  }

  /** What can be seen from now on is these shards as they are stored, of a stream that is new. */
  public synchronized void startAnew(Collection<StoredShard> shards) {
    watches.clear();
    listed = false;
    confirmedAt = Optional.empty();
    shards.forEach(this::restore);
  }

  /** At this moment the stream was on: what ended long before and has no child by now has none. */
  void confirmed(Instant at) {
    confirmedAt = Optional.of(at);
  }

  /** A shard as it was when the mirror last stopped. */
  public void restore(StoredShard shard) {
    ShardWatch watch =
        new ShardWatch(
                shard.state().id(),
                Optional.empty(),
                shard.inserted(),
                shard.dropped(),
                shard.quarantined())
            .from(checkpoint(shard));
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
          shard.id(),
          new ShardWatch(shard.id(), cleanAt(shard.parentId()), 0, 0, 0)
              .from(checkpoint(shard.id(), shard.parentId())));
    }
    shards.stream()
        .flatMap(shard -> shard.parentId().map(watches::get).stream())
        .forEach(ShardWatch::continued);
  }

  private Optional<Instant> cleanAt(Optional<ShardId> parent) {
    return parent.map(watches::get).flatMap(ShardWatch::cleanAt);
  }

  /** Nothing can have been written to a shard before it was created. */
  private Optional<Instant> checkpoint(ShardId shard, Optional<ShardId> parent) {
    return shard
        .creationTime()
        .or(() -> parent.map(watches::get).flatMap(ShardWatch::checkpointAt));
  }

  private Optional<Instant> checkpoint(StoredShard shard) {
    return shard.readUntil().or(() -> checkpoint(shard.state().id(), shard.state().parentId()));
  }

  /** A shard is about to be read: what came before it is clean as far as its parent was. */
  synchronized ShardWatch begin(StoredShard shard, Optional<ShardId> parent) {
    Optional<Instant> clean = cleanAt(parent);
    Optional<Instant> checkpoint = checkpoint(shard);
    return watches.compute(
        shard.state().id(),
        (id, _) ->
            new ShardWatch(id, clean, shard.inserted(), shard.dropped(), shard.quarantined())
                .from(checkpoint));
  }

  /** These shards are forgotten; what was counted of them stays counted. */
  synchronized void forget(Collection<ShardId> shards) {
    for (ShardId shard : shards) {
      ShardWatch watch = watches.remove(shard);
      if (watch != null) {
        forgotten = forgotten.plus(watch);
      }
    }
  }

  /**
   * A listing has been taken; how many shards wait for their parents.
   *
   * @param listedAt by AWS's clock
   */
  void known(Collection<ShardState> states, Instant listedAt) {
    awsTime.answered(listedAt);
    continueParents(states);
    List<ShardState> waiting =
        states.stream().filter(state -> state.phase() == ShardState.Phase.WAITING).toList();
    unread =
        new Unread(
            waiting.size(), oldest(waiting.stream().map(state -> state.id().creationTime())));
    this.listedAt = Optional.of(clock.instant());
  }

  /** The first listing of this run is in, and all that may be read is being read. */
  void listed() {
    listed = true;
  }

  /**
   * After a restart: the child of a shard that ended may have ended itself, and be read no more.
   */
  private synchronized void continueParents(Collection<ShardState> states) {
    states.stream()
        .filter(state -> watches.containsKey(state.id()))
        .flatMap(state -> state.parentId().map(watches::get).stream())
        .forEach(ShardWatch::continued);
  }

  /** The mirror stops: nothing is caught up with any more. */
  public void freeze() {
    frozen = caughtUpAt();
    listed = false;
  }

  /**
   * Everything that was written before this moment, of AWS's clock, is in the table; empty until
   * every known shard was once read to its tip.
   */
  public synchronized Optional<Instant> caughtUpAt() {
    if (!listed || watches.isEmpty()) {
      return frozen;
    }
    Instant oldest = awsTime.now();
    Optional<Instant> childless = confirmedAt.map(at -> at.minus(CHILD_PATIENCE));
    boolean allOver = true;
    for (ShardWatch watch : watches.values()) {
      if (watch.over(childless)) {
        continue;
      }
      allOver = false;
      if (watch.cleanAt().isEmpty()) {
        return Optional.empty();
      }
      Instant clean = watch.cleanAt().get();
      oldest = clean.isBefore(oldest) ? clean : oldest;
    }
    return allOver ? confirmedAt.map(awsTime::at) : Optional.of(oldest);
  }

  /** Changes that went to quarantine. */
  public long quarantined() {
    return forgotten.quarantined()
        + watches.values().stream().mapToLong(ShardWatch::quarantined).sum();
  }

  /** The numbers for status. */
  public StreamProgress progress(Optional<String> streamArn) {
    Collection<ShardWatch> all = watches.values();
    Forgotten before = forgotten;
    Unread waiting = unread;
    Instant awsNow = awsTime.now();
    List<ShardProgress> open =
        all.stream()
            .filter(watch -> !watch.ended())
            .map(watch -> progress(watch, awsNow))
            .sorted(ShardProgress.WORST_FIRST)
            .toList();
    Stream<Optional<Instant>> checkpoints =
        open.stream().map(shard -> shard.horizon().map(TrimHorizon::checkpointAt));
    Optional<Instant> unreadFrom = waiting.oldest().map(this::notCovered);
    return new StreamProgress(
        streamArn,
        open.size(),
        waiting.shards(),
        before.shards() + all.size() - open.size(),
        before.inserted() + all.stream().mapToLong(ShardWatch::inserted).sum(),
        before.dropped() + all.stream().mapToLong(ShardWatch::dropped).sum(),
        newest(all.stream().map(ShardWatch::lastPollAt)),
        newest(all.stream().map(ShardWatch::lastRecordAt)),
        listedAt,
        oldest(Stream.concat(checkpoints, Stream.of(unreadFrom)))
            .map(checkpoint -> TrimHorizon.of(checkpoint, awsNow)),
        open,
        caughtUpAt().map(at -> Math.max(0, Duration.between(at, awsTime.now()).toMillis())));
  }

  private Instant notCovered(Instant checkpoint) {
    return checkpoint.isBefore(coveredBefore) ? coveredBefore : checkpoint;
  }

  private ShardProgress progress(ShardWatch watch, Instant awsNow) {
    return new ShardProgress(
        watch.shard().value(),
        watch.lastPollAt(),
        watch.lastRecordAt(),
        watch
            .checkpointAt()
            .map(this::notCovered)
            .map(checkpoint -> TrimHorizon.of(checkpoint, awsNow)),
        watch.inserted());
  }

  private static Optional<Instant> newest(Stream<Optional<Instant>> times) {
    return times.flatMap(Optional::stream).max(Comparator.naturalOrder());
  }

  private static Optional<Instant> oldest(Stream<Optional<Instant>> times) {
    return times.flatMap(Optional::stream).min(Comparator.naturalOrder());
  }
}
