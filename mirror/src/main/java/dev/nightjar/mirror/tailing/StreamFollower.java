package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardLineageException;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.dynamodb.stream.ShardTree;
import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.mirror.batch.Tasks;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import dev.nightjar.mirror.status.LogContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows one stream: lists its shards, starts a reader for each that may be read, and asks for the
 * children of those that end. The shard tree decides; this asks AWS and stores.
 */
public final class StreamFollower {
  private static final Duration LEAF_PATIENCE = Duration.ofMinutes(1);
  private static final Duration FIRST_CHILD_PAUSE = Duration.ofMillis(50);
  private static final int CHILD_TRIES = 7;
  private static final Duration FIRST_UNREADABLE = Duration.ofSeconds(1);
  private static final Duration LAST_UNREADABLE = Duration.ofSeconds(30);

  private final Tail tail;
  private final TableWatch table;
  private final Tasks tasks;
  private final ShardWatches watches;
  private final StreamInserts inserts;
  private final Object lock = new Object();
  private final ShardTree tree;
  private final Set<ShardId> started = new HashSet<>();

  /**
   * A follower that goes on from the stored shards.
   *
   * @param tasks where its readers run
   * @param watches what can be seen of them
   */
  public StreamFollower(Tail tail, TableWatch table, Tasks tasks, ShardWatches watches) {
    this.tail = tail;
    this.table = table;
    this.tasks = tasks;
    this.watches = watches;
    this.inserts = new StreamInserts(tail);
    watches.coveredBefore(tail.generation().begunAt());
    this.tree =
        ShardTree.restore(
            tail.shards().all().stream().map(StoredShard::state).toList(),
            ShardTree.DEFAULT_RETENTION);
  }

  /** Follows the stream until the thread is interrupted, or a failure comes out. */
  public void run() throws InterruptedException {
    try {
      follow();
    } finally {
      inserts.close();
    }
  }

  private void follow() throws InterruptedException {
    settle();
    startReaders();
    boolean failed = false;
    while (true) {
      Duration pause = tail.tuning().listingInterval();
      try {
        list();
        if (failed) {
          tail.retries().recovered();
          failed = false;
        }
      } catch (CallInterruptedException e) {
        throw new InterruptedException(e.getMessage());
      } catch (AwsException e) {
        tail.retries().retrying(Causes.of("listing", e), e);
        failed = true;
        pause = pause.dividedBy(6);
      }
      tail.sleeper().sleep(pause);
    }
  }

  private void settle() throws InterruptedException {
    Backoff unreadable = unreadable();
    while (true) {
      try {
        settlePlanned(tail);
        return;
      } catch (UnreadableChangeException e) {
        askAgain(e, unreadable);
      }
    }
  }

  private Backoff unreadable() {
    return new Backoff(FIRST_UNREADABLE, LAST_UNREADABLE, tail.sleeper().jitter());
  }

  private void askAgain(UnreadableChangeException cause, Backoff pause)
      throws InterruptedException {
    tail.retries().retrying("stream:UNREADABLE_CHANGE", cause.getMessage());
    tail.sleeper().sleep(pause.next());
  }

  /**
   * Brings in what was in flight when the last run ended, before a shard is read on.
   *
   * @throws GapException if changes of it are lost
   */
  static void settlePlanned(Tail tail) throws InterruptedException {
    for (Batch planned : StreamRecovery.planned(tail)) {
      List<ShardRange> lost = new StreamRecovery(tail, planned).settle();
      if (!lost.isEmpty()) {
        abandon(tail, planned, lost);
      }
    }
  }

  /** What was read before the generation began is in its export. */
  private static void abandon(Tail tail, Batch planned, List<ShardRange> lost) {
    String message =
        lost.stream()
            .map(range ->
                "The changes "
                    + range.first()
                    + " to "
                    + range.last()
                    + " of shard "
                    + range.shard()
                    + " are not in ClickHouse and no longer in the stream.")
            .collect(Collectors.joining(" "));
    if (planned.generation() == tail.generation().number()) {
      throw new GapException(FailureReason.GAP_BATCH_LOST, message);
    }
    tail.ledger().abandon(planned);
    tail.retries()
        .retrying("batch_abandoned", message + " A later export has brought what came of them.");
  }

  private void list() {
    StreamDescription listing;
    try {
      listing = tail.streams().describe(tail.streamArn());
    } catch (NotFoundException e) {
      // A stream that is gone for good has nothing left to read.
      table.check(tail.mirror(), tail.generation());
      throw e;
    }
    tail.awsTime().answered(listing.answeredAt());
    merge(listing.shards(), listing.answeredAt());
    askForUnlistedParents(listing.answeredAt());
    synchronized (lock) {
      watches.known(tree.snapshot(), listing.answeredAt());
    }
    startReaders();
    watches.listed();
    checkLeaves();
    synchronized (lock) {
      Collection<ShardId> forgotten = tree.forget(listing.answeredAt());
      tail.shards().delete(forgotten);
      forgotten.forEach(started::remove);
      watches.forget(forgotten);
    }
  }

  private void merge(Collection<Shard> shards, Instant at) {
    synchronized (lock) {
      try {
        tail.shards().save(tree.merge(shards, at));
      } catch (ShardLineageException e) {
        throw new GapException(
            FailureReason.SHARD_LINEAGE,
            "DynamoDB's listing of shards contradicts what was read: " + e.getMessage() + ".",
            e);
      }
    }
  }

  /**
   * A parent that no listing names: if AWS has it, a listing will name it with its own parent, and
   * its child waits until then; if AWS does not, its child is a root.
   */
  private void askForUnlistedParents(Instant at) {
    Set<ShardId> parents;
    synchronized (lock) {
      parents = tree.unlistedParents();
    }
    for (ShardId parent : parents) {
      try {
        tail.streams().shardIterator(tail.streamArn(), parent, new IteratorPosition.TrimHorizon());
      } catch (NotFoundException | TrimmedDataException e) {
        gone(parent, at);
      }
    }
  }

  /** AWS does not have a shard that was never read. */
  private void gone(ShardId shard, Instant at) {
    synchronized (lock) {
      for (ShardState child : tree.snapshot()) {
        if (child.parentId().equals(Optional.of(shard))) {
          requireOlderThanGeneration(shard, child.id(), at);
        }
      }
      tail.shards().save(tree.gone(shard, at));
    }
  }

  /**
   * A shard that ended before the generation began held nothing that the export may lack, as long
   * as it is asked for within the time that the stream keeps what came after.
   */
  private void requireOlderThanGeneration(ShardId shard, ShardId child, Instant at) {
    Instant begun = tail.generation().begunAt();
    boolean childIsOlder =
        child.creationTime().map(created -> !created.isAfter(begun)).orElse(false);
    boolean justBegun = !at.isAfter(begun.plus(Soundness.LONGEST));
    if (!childIsOlder && !justBegun) {
      throw vanished(shard, null);
    }
  }

  private static GapException vanished(ShardId shard, Throwable cause) {
    return new GapException(
        FailureReason.GAP_SHARD_VANISHED,
        "Shard "
            + shard
            + " is gone from the stream and was not read to its end: its changes are lost.",
        cause);
  }

  private void startReaders() {
    List<ShardState> fresh = new ArrayList<>();
    synchronized (lock) {
      for (ShardState state : tree.readable()) {
        if (started.add(state.id())) {
          ShardState begun = state.begun() ? state : tree.begin(state.id());
          tail.shards().save(List.of(begun));
          fresh.add(begun);
        }
      }
      watches.announce(fresh);
    }
    fresh.forEach(state ->
        tasks.start(
            "shard " + state.id(),
            () -> {
              LogContext.SHARD.from(state.id().value());
              read(state);
            }));
  }

  private void read(ShardState state) throws InterruptedException {
    Optional<StoredShard> parent = state.parentId().flatMap(tail.shards()::find);
    StoredShard shard = tail.shards().begin(state, parent);
    ShardWatch watch = watches.begin(shard, state.parentId());
    Optional<Instant> parentReadUntil = parent.flatMap(StoredShard::readUntil);
    boolean fromHorizon = false;
    Backoff unreadable = unreadable();
    while (true) {
      try {
        new ShardReader(tail, inserts, shard, watch, parentReadUntil, fromHorizon).run();
        break;
      } catch (UnreadableChangeException e) {
        askAgain(e, unreadable);
        shard = tail.shards().find(state.id()).orElseThrow();
      } catch (ShardLostException e) {
        shard = tail.shards().find(state.id()).orElseThrow();
        if (leavesNothing(shard, e)) {
          gone(watch);
          return;
        }
        tail.shards().positionGone(state.id());
        fromHorizon = true;
        tail.sleeper().sleep(tail.tuning().pollMax());
      }
    }
    Instant now = tail.clock().instant();
    synchronized (lock) {
      tail.shards().save(tree.finish(state.id(), now));
    }
    watch.ended(now);
    askForChildren(state.id());
  }

  /**
   * AWS does not have a shard's position, or the shard. What the generation has not read yet was
   * lost before it began, and is in its export: reading goes on with what is left of the shard, or
   * with its children.
   *
   * @return whether nothing is left of it
   * @throws GapException if it was lost after the generation began
   */
  private boolean leavesNothing(StoredShard shard, ShardLostException cause) {
    ShardId id = shard.state().id();
    Instant now = table.check(tail.mirror(), tail.generation());
    return switch (Losses.of(shard, tail.generation(), now, cause)) {
      case READ_FROM_HORIZON -> false;
      case GONE -> true;
      case TRIMMED ->
          throw new GapException(
              FailureReason.GAP_POSITION_TRIMMED,
              "The position in shard "
                  + id
                  + " is older than the 24 hours that the stream keeps: changes are lost.",
              cause);
      case VANISHED -> throw vanished(id, cause);
    };
  }

  private void gone(ShardWatch watch) {
    Instant now = tail.clock().instant();
    synchronized (lock) {
      tail.shards().save(tree.gone(watch.shard(), now));
    }
    watch.ended(now);
    startReaders();
  }

  /**
   * Asks for a finished shard's children until the listing in the background will have them: it may
   * name none at first, or one of two.
   */
  private void askForChildren(ShardId parent) throws InterruptedException {
    startReaders();
    Duration pause = FIRST_CHILD_PAUSE;
    for (int i = 0; i < CHILD_TRIES; i++) {
      try {
        List<Shard> children = tail.streams().children(tail.streamArn(), parent);
        merge(children, tail.awsTime().now());
        startReaders();
      } catch (CallInterruptedException e) {
        throw new InterruptedException(e.getMessage());
      } catch (AwsException e) {
        tail.retries().retrying(Causes.of("children", e), e);
      }
      tail.sleeper().sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }

  /**
   * Shards that ended and that nothing continues: the stream may have been switched off, with or
   * without another in its place. What the stream still holds is read before that is a gap.
   */
  private void checkLeaves() {
    Instant now = tail.clock().instant();
    Instant patience = now.minus(LEAF_PATIENCE);
    boolean orphaned;
    boolean allRead;
    synchronized (lock) {
      orphaned =
          tree.leaves().stream()
              .anyMatch(leaf -> leaf.finishedAt().map(patience::isAfter).orElse(true));
      allRead = tree.readable().isEmpty();
    }
    if (!orphaned) {
      return;
    }
    try {
      table.check(tail.mirror(), tail.generation());
      watches.confirmed(now);
    } catch (GapException e) {
      if (allRead) {
        throw e;
      }
    }
  }
}
