package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.state.StoredShard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ranges of shards, read again. Where one can no longer be read whole, whoever takes the changes
 * may have some of it: then only what was found and what was lost is of use.
 */
final class RangeReading {
  private final Tail tail;
  private final long generation;
  private final Taker taker;
  private final List<ShardRange> found = new ArrayList<>();
  private final List<ShardRange> lost = new ArrayList<>();
  private final Map<ShardId, Instant> readUntil = new HashMap<>();
  private boolean continued;

  /** What becomes of the changes. */
  @FunctionalInterface
  interface Taker {
    /** Takes what follows in a shard. */
    void take(ReadShard shard, ShardChanges changes);
  }

  private RangeReading(Tail tail, long generation, Taker taker) {
    this.tail = tail;
    this.generation = generation;
    this.taker = taker;
  }

  /**
   * Reads them.
   *
   * @param generation which their rows carry
   * @param taker gets what is read, also of ranges that turn out to be lost
   */
  static RangeReading of(Tail tail, long generation, List<ShardRange> ranges, Taker taker)
      throws InterruptedException {
    RangeReading reading = new RangeReading(tail, generation, taker);
    for (ShardRange range : ranges) {
      Optional<StoredShard> shard = tail.shards().find(range.shard());
      boolean whole = shard.isPresent() && reading.read(range, shard.get());
      (whole ? reading.found : reading.lost).add(range);
    }
    return reading;
  }

  List<ShardRange> found() {
    return found;
  }

  List<ShardRange> lost() {
    return lost;
  }

  /**
   * Whether the change behind one of them is in the table: then somebody has brought the batch in
   * long ago, and this state database is a copy from before. ClickHouse may have forgotten its
   * token by now.
   */
  boolean continued() {
    return continued;
  }

  private boolean read(ShardRange range, StoredShard stored) throws InterruptedException {
    ReadShard shard = ReadShard.unwatched(stored);
    SequenceNumber start = SequenceNumber.parse(range.first());
    SequenceNumber end = SequenceNumber.parse(range.last());
    ShardPages pages =
        new ShardPages(tail, range.shard(), new IteratorPosition.AtSequenceNumber(start), () -> {});
    long changes = 0;
    try {
      while (true) {
        RecordPage page = pages.next();
        tail.awsTime().answered(page.answeredAt());
        if (changes == 0 && page.size() > 0 && !page.change(0).sequenceNumber().equals(start)) {
          return false;
        }
        int to = upTo(page, end);
        if (to > 0) {
          Instant until = RecordTimes.of(page, to - 1);
          taker.take(shard, new ShardChanges(page, 0, to, generation, ofThisGeneration(), until));
          changes += to;
          readUntil.put(range.shard(), until);
        }
        if (to > 0 && page.change(to - 1).sequenceNumber().compareTo(end) >= 0) {
          continued |= ofThisGeneration() && isContinued(stored, page, to, pages);
          return changes == range.changes();
        }
        if (page.nextShardIterator().isEmpty()) {
          return changes == range.changes();
        }
      }
    } catch (ShardLostException e) {
      return false;
    } catch (MalformedJsonException e) {
      throw new UnreadableChangeException(range.shard(), stored.position(), e);
    }
  }

  /** How many of a page's changes are of the range: to its end, or the first that is behind it. */
  private static int upTo(RecordPage page, SequenceNumber end) {
    for (int i = 0; i < page.size(); i++) {
      if (page.change(i).sequenceNumber().compareTo(end) >= 0) {
        return i + 1;
      }
    }
    return page.size();
  }

  private boolean isContinued(StoredShard stored, RecordPage page, int next, ShardPages pages)
      throws InterruptedException {
    if (next < page.size()) {
      return isThere(stored, page.change(next));
    }
    if (page.nextShardIterator().isEmpty()) {
      return false;
    }
    RecordPage following = pages.next();
    return following.size() > 0 && isThere(stored, following.change(0));
  }

  private boolean isThere(StoredShard stored, Change change) throws InterruptedException {
    return new KnownChanges(tail, generation, stored.state().depth()).has(change);
  }

  /** Rows of an older one are beaten by an export's: a newer row of their item proves nothing. */
  private boolean ofThisGeneration() {
    return generation == tail.generation().number();
  }

  /**
   * Moves the positions of ranges' shards past them, those that are not past them already.
   *
   * @param ranges which ones
   */
  PositionUpdate positions(List<ShardRange> ranges) {
    List<PositionUpdate> updates = new ArrayList<>();
    for (ShardRange range : ranges) {
      tail.shards().find(range.shard()).ifPresent(shard -> updates.add(position(range, shard)));
    }
    return handle -> updates.forEach(update -> update.apply(handle));
  }

  private PositionUpdate position(ShardRange range, StoredShard shard) {
    SequenceNumber end = SequenceNumber.parse(range.last());
    Instant before = readBefore(shard);
    Optional<Instant> read = Optional.ofNullable(readUntil.get(range.shard()));
    return tail.shards()
        .advance(
            range.shard(),
            shard.position().filter(at -> at.compareTo(end) > 0).orElse(end),
            read.orElse(before),
            ofThisGeneration(),
            read.filter(until -> until.isAfter(before)).orElse(before),
            range.changes(),
            range.quarantined());
  }

  /** Up to when the shard was read, as its reader sees it. */
  private Instant readBefore(StoredShard shard) {
    Optional<Instant> parent =
        shard.state().parentId().flatMap(tail.shards()::find).flatMap(StoredShard::readUntil);
    return new Soundness(
            tail.generation().begunAt(),
            shard.state().id().creationTime(),
            shard.readUntil().or(() -> parent))
        .until();
  }
}
