package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.state.StoredShard;
import java.time.Instant;
import java.util.Optional;

/**
 * Settles a shard's batch that was in flight when the server stopped: reads exactly its range again
 * and inserts it under its token.
 */
final class ShardRecovery {
  private final Tail tail;
  private final Source.OfShard source;
  private final Batch planned;
  private final SequenceNumber end;
  private final SequenceNumber position;
  private final BatchBuffer buffer;
  private final KnownChanges known;
  private final Instant readUntil;
  private boolean continued;

  /**
   * Where reading goes on.
   *
   * @param position after this change
   * @param readUntil up to when the range, where AWS still had all of it, has brought the reading
   */
  record Settled(SequenceNumber position, Optional<Instant> readUntil) {}

  /**
   * For one batch; its rows carry the generation that planned it.
   *
   * @param shard the batch's, as it is stored; what lies behind the batch may be in already
   * @param readUntil up to when the shard was read before
   */
  ShardRecovery(
      Tail tail, Source.OfShard source, Batch planned, StoredShard shard, Instant readUntil) {
    int depth = shard.state().depth();
    this.tail = tail;
    this.source = source;
    this.planned = planned;
    this.end = SequenceNumber.parse(planned.last());
    this.position = shard.position().filter(at -> at.compareTo(end) > 0).orElse(end);
    this.buffer = new BatchBuffer(tail.schema(), planned.generation(), depth);
    this.known = new KnownChanges(tail, planned.generation(), depth);
    this.readUntil = readUntil;
  }

  /**
   * Settles it.
   *
   * @return where reading goes on; empty if its range can no longer be read and it is not in the
   *     table
   */
  Optional<Settled> settle() throws InterruptedException {
    Optional<Instant> read = readAgain();
    PositionUpdate update =
        tail.shards()
            .advance(
                source.shard(),
                position,
                read.orElse(readUntil),
                ofThisGeneration(),
                read.filter(until -> until.isAfter(readUntil)).orElse(readUntil),
                planned.counts().changes(),
                planned.counts().quarantined());
    if (read.isEmpty()) {
      if (!tail.inserter().settleUnread(planned, update)) {
        return Optional.empty();
      }
    } else if (continued && tail.inserter().settleUnread(planned, update)) {
      tail.retries().alreadyThere(planned.counts().changes());
    } else {
      tail.inserter()
          .insertAgain(
              planned,
              tail.mirror().schemaFingerprint(),
              buffer.rows(),
              buffer.quarantined(),
              update);
    }
    return Optional.of(new Settled(position, read));
  }

  /** Rows of an older one are beaten by an export's: a newer row of their item proves nothing. */
  private boolean ofThisGeneration() {
    return planned.generation() == tail.generation().number();
  }

  /**
   * Fills the buffer with the batch's range.
   *
   * @return the time of its last change; empty if AWS no longer has all of it
   */
  private Optional<Instant> readAgain() throws InterruptedException {
    SequenceNumber start = SequenceNumber.parse(planned.first());
    ShardPages pages =
        new ShardPages(
            tail, source.shard(), new IteratorPosition.AtSequenceNumber(start), () -> {});
    Instant until = Instant.EPOCH;
    try {
      boolean more = true;
      while (more) {
        RecordPage page = pages.next();
        tail.awsTime().answered(page.answeredAt());
        for (int i = 0; i < page.size() && more; i++) {
          Change change = page.change(i);
          SequenceNumber number = change.sequenceNumber();
          if (buffer.isEmpty() && !number.equals(start)) {
            return Optional.empty();
          }
          buffer.add(change);
          until = RecordTimes.of(page, i);
          more = number.compareTo(end) < 0;
          if (!more) {
            continued = ofThisGeneration() && isContinued(page, i + 1, pages);
          }
        }
        more &= page.nextShardIterator().isPresent();
      }
    } catch (ShardLostException e) {
      return Optional.empty();
    }
    return buffer.changes() == planned.counts().changes() ? Optional.of(until) : Optional.empty();
  }

  /**
   * Whether the change behind the batch is in the table: then somebody has brought this batch in
   * long ago, and this state database is a copy from before. ClickHouse may have forgotten its
   * token by now.
   */
  private boolean isContinued(RecordPage page, int next, ShardPages pages)
      throws InterruptedException {
    if (next < page.size()) {
      return known.has(page.change(next));
    }
    if (page.nextShardIterator().isEmpty()) {
      return false;
    }
    RecordPage following = pages.next();
    return following.size() > 0 && known.has(following.change(0));
  }
}
