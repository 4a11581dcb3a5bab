package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.Batch.Counts;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.state.ShardStore;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** What a batch has of one shard so far. Of pages it keeps nothing but numbers. Not thread-safe. */
final class ShardPart {
  private final ReadShard shard;
  private final SequenceNumber first;
  private SequenceNumber last;
  private Instant lastAt;
  private Instant readUntil;
  private boolean pastBoundary;
  private Optional<Instant> newestAt = Optional.empty();
  private long changes;
  private long quarantined;
  private Optional<Probe> lastRow = Optional.empty();
  private Optional<Probe> lastQuarantined = Optional.empty();

  /** Nothing yet, and these changes are the next. */
  ShardPart(ReadShard shard, ShardChanges next) {
    this.shard = shard;
    this.first = next.first();
  }

  /**
   * Adds what follows, and its rows to a buffer.
   *
   * @throws MalformedJsonException if a change cannot be read; what comes before it is added
   */
  void add(ShardChanges next, BatchBuffer buffer) {
    Counts before = buffer.counts();
    int end = next.from();
    try {
      while (end < next.to()) {
        buffer.add(next.page().change(end));
        end++;
      }
    } finally {
      if (end > next.from()) {
        added(next.upTo(end), before, buffer);
      }
    }
  }

  private void added(ShardChanges next, Counts before, BatchBuffer buffer) {
    Counts after = buffer.counts();
    shard.waits(next.count());
    last = next.last();
    lastAt = next.lastAt();
    readUntil = next.readUntil();
    pastBoundary = next.pastBoundary();
    newestAt = next.createdAt().or(() -> newestAt);
    changes += next.count();
    if (after.rows() > before.rows()) {
      lastRow = Optional.of(buffer.lastRow());
    }
    if (after.quarantined() > before.quarantined()) {
      quarantined += after.quarantined() - before.quarantined();
      lastQuarantined = Optional.of(buffer.lastQuarantined());
    }
  }

  ReadShard shard() {
    return shard;
  }

  long changes() {
    return changes;
  }

  long quarantined() {
    return quarantined;
  }

  /** {@code ApproximateCreationDateTime} of its newest change that has one. */
  Optional<Instant> newestAt() {
    return newestAt;
  }

  /** What proves the arrival of its newest rows. */
  Stream<Probe> probes() {
    return Stream.of(lastRow, lastQuarantined).flatMap(Optional::stream);
  }

  ShardRange range() {
    return new ShardRange(shard.id(), first.toString(), last.toString(), changes, quarantined);
  }

  /** Moves the shard's position past it. */
  PositionUpdate position(ShardStore shards) {
    return shards.advance(shard.id(), last, lastAt, pastBoundary, readUntil, changes, quarantined);
  }
}
