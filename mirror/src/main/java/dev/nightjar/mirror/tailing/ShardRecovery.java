package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorFailedException;
import java.time.Instant;
import java.util.Optional;

/**
 * Settles a shard's batch that was in flight when the server stopped: reads exactly its range again
 * and inserts it under its token.
 */
final class ShardRecovery {
  private final Tail tail;
  private final Source.OfShard source;
  private final BatchBuffer buffer;
  private final KnownChanges known;
  private final ShardWatch watch;
  private final Instant lastPage;
  private boolean continued;

  /**
   * Where reading goes on.
   *
   * @param position after this change
   * @param readAt when AWS showed that it still had all of the range
   */
  record Settled(SequenceNumber position, Optional<Instant> readAt) {}

  ShardRecovery(
      Tail tail,
      Source.OfShard source,
      BatchBuffer buffer,
      KnownChanges known,
      ShardWatch watch,
      Instant lastPage) {
    this.lastPage = lastPage;
    this.known = known;
    this.tail = tail;
    this.source = source;
    this.buffer = buffer;
    this.watch = watch;
  }

  /**
   * Settles it.
   *
   * @return where reading goes on
   * @throws MirrorFailedException if its range can no longer be read and it is not in the table
   */
  Settled settle(Batch planned) throws InterruptedException {
    SequenceNumber end = SequenceNumber.parse(planned.last());
    Optional<Instant> read = readAgain(planned, end);
    PositionUpdate position =
        tail.shards()
            .advance(
                source.shard(),
                end,
                read.orElse(lastPage),
                planned.counts().changes(),
                planned.counts().quarantined());
    if (read.isEmpty()) {
      if (!tail.inserter().settleUnread(planned, position)) {
        throw new MirrorFailedException(
            FailureReason.GAP_BATCH_LOST,
            "The changes "
                + planned.first()
                + " to "
                + planned.last()
                + " of shard "
                + source.shard()
                + " were being inserted when the server stopped, did not arrive in ClickHouse, and"
                + " are no longer in the stream. Drop the data source and deploy it again to load"
                + " the table anew.");
      }
    } else if (continued && tail.inserter().settleUnread(planned, position)) {
      tail.retries().alreadyThere(planned.counts().changes());
    } else {
      tail.inserter()
          .insertAgain(
              planned,
              tail.mirror().schemaFingerprint(),
              buffer.rows(),
              buffer.quarantined(),
              position);
    }
    watch.inserted(planned.counts().changes(), planned.counts().quarantined());
    return new Settled(end, read);
  }

  /**
   * Fills the buffer with the batch's range.
   *
   * @return when AWS answered; empty if it no longer has all of it
   */
  private Optional<Instant> readAgain(Batch planned, SequenceNumber end)
      throws InterruptedException {
    SequenceNumber start = SequenceNumber.parse(planned.first());
    ShardPages pages =
        new ShardPages(tail, source.shard(), new IteratorPosition.AtSequenceNumber(start));
    Instant at = Instant.EPOCH;
    try {
      boolean more = true;
      while (more) {
        RecordPage page = pages.next();
        at = page.answeredAt();
        for (int i = 0; i < page.size() && more; i++) {
          Change change = page.change(i);
          SequenceNumber number = change.sequenceNumber();
          if (buffer.isEmpty() && !number.equals(start)) {
            return Optional.empty();
          }
          buffer.add(change);
          more = number.compareTo(end) < 0;
          if (!more) {
            continued = isContinued(page, i + 1, pages);
          }
        }
        more &= page.nextShardIterator().isPresent();
      }
    } catch (ShardLostException e) {
      return Optional.empty();
    }
    return buffer.changes() == planned.counts().changes() ? Optional.of(at) : Optional.empty();
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
