package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads one shard from its stored position to its end and hands its changes, page by page, to the
 * stream's inserts. For one thread.
 */
final class ShardReader {
  /** A page of at least this many records, or bytes, is followed by another at once. */
  private static final int LARGE_PAGE_RECORDS = 500;

  private static final int LARGE_PAGE_BYTES = 500_000;
  private static final Duration STANDS_FOR = Duration.ofMinutes(1);
  private static final Duration STORE_EVERY = Duration.ofMinutes(1);
  private static final Duration STORE_DROPPED_EVERY = Duration.ofSeconds(1);

  private final Tail tail;
  private final StoredShard stored;
  private final boolean fromHorizon;
  private final StreamInserts inserts;
  private final ReadShard readShard;
  private final ReadingLimit.Place limit;
  private final ShardWatch watch;
  private final Soundness soundness;
  private final PollPause pause;
  private final Boundary boundary;
  private final KnownChanges known;
  private Optional<SequenceNumber> last;
  private Optional<Instant> lastAt = Optional.empty();
  private Optional<StreamInserts.Begun> begun = Optional.empty();
  private Instant storedAt;
  private Instant storedUntil = Instant.MIN;
  private Optional<SequenceNumber> storedLast = Optional.empty();
  private long storedDropped;

  /**
   * A reader.
   *
   * @param inserts where its changes go
   * @param fromHorizon whether it reads all that AWS still has after the position, because AWS no
   *     longer has the position itself
   */
  ShardReader(
      Tail tail,
      StreamInserts inserts,
      StoredShard stored,
      ShardWatch watch,
      Optional<Instant> parentReadUntil,
      boolean fromHorizon) {
    this.tail = tail;
    this.inserts = inserts;
    this.fromHorizon = fromHorizon;
    this.stored = stored;
    this.limit = tail.limit().of(stored.state().id());
    this.watch = watch;
    this.readShard = new ReadShard(stored, watch);
    this.soundness =
        new Soundness(
            tail.generation().begunAt(),
            shard().creationTime(),
            stored.readUntil().or(() -> parentReadUntil));
    Instant now = tail.clock().instant();
    this.pause = new PollPause(tail.tuning().pollMin(), now);
    this.boundary = new Boundary(tail.generation(), stored.pastBoundary());
    this.known = new KnownChanges(tail, tail.generation().number(), stored.state().depth());
    this.last = stored.position();
    this.storedAt = now;
    this.storedDropped = watch.dropped();
  }

  private ShardId shard() {
    return stored.state().id();
  }

  /**
   * Reads until the shard's end; all its changes are in then, and its position is stored.
   *
   * @throws ShardLostException if AWS no longer has the shard or the position
   * @throws GapException if changes are lost
   * @throws UnreadableChangeException if a change has a key that is none; what was before it is in
   * @throws dev.nightjar.mirror.batch.BatchRefusedException if ClickHouse does not take them
   */
  void run() throws InterruptedException {
    try {
      readToEnd();
    } catch (MalformedJsonException e) {
      Optional<SequenceNumber> before = tail.shards().find(shard()).flatMap(StoredShard::position);
      throw new UnreadableChangeException(shard(), before, e);
    }
  }

  private void readToEnd() throws InterruptedException {
    if (last.map(stored.state()::endsAt).orElse(false)) {
      return;
    }
    if (limit.isReached(last)) {
      stand();
    }
    tail.pollBudget().enter();
    try {
      read(ShardPages.after(tail, shard(), fromHorizon ? Optional.empty() : last, this::flush));
    } catch (InterruptedException e) {
      storeDropped();
      throw e;
    } finally {
      tail.pollBudget().leave();
    }
  }

  private void read(ShardPages pages) throws InterruptedException {
    while (true) {
      Instant askedAt = tail.clock().instant();
      RecordPage answer = pages.next();
      tail.awsTime().answered(answer.answeredAt());
      RecordPage page = upToLimit(answer);
      take(page);
      watch.polled(askedAt);
      if (page.size() < answer.size() || limit.isReached(last)) {
        flush();
        store(true);
        stand();
      }
      if (!readShard.isWaiting() && page.size() > 0) {
        watch.checkpointAtLastRecord();
      }
      if (page.nextShardIterator().isEmpty()) {
        flush();
        store(true);
        return;
      }
      inserts.departIfDue();
      if (!isLarge(page)) {
        rest(page, askedAt);
      }
      store(false);
    }
  }

  private RecordPage upToLimit(RecordPage page) {
    int size = page.size();
    while (size > 0 && !limit.isBehind(page.change(size - 1).sequenceNumber())) {
      size--;
    }
    return page.first(size);
  }

  /** At its limit, until it is told to stop. */
  private void stand() throws InterruptedException {
    while (true) {
      tail.sleeper().sleep(STANDS_FOR);
    }
  }

  private static boolean isLarge(RecordPage page) {
    return page.size() >= LARGE_PAGE_RECORDS || page.bytes() >= LARGE_PAGE_BYTES;
  }

  /** After a page that was not large: sees to a batch that it has begun, or pauses. */
  private void rest(RecordPage page, Instant askedAt) throws InterruptedException {
    if (begun.isPresent()) {
      inserts.leave(begun.get());
      begun = Optional.empty();
    }
    if (page.size() == 0 && !readShard.isWaiting()) {
      watch.clean(tail.awsTime().at(askedAt), soundness.until());
      inserts.idle();
    }
    tail.sleeper()
        .sleep(
            pause.next(
                tail.clock().instant(), tail.pollBudget().longestPause(tail.tuning().pollMax())));
  }

  private void take(RecordPage page) throws InterruptedException {
    int read = 0;
    while (read < page.size() && isRead(page.change(read).sequenceNumber())) {
      read++;
    }
    long own = tail.generation().number();
    Instant readBefore = soundness.until();
    requireSound(page, read);
    if (page.size() == 0) {
      return;
    }
    pause.records(tail.clock().instant());
    int begin = read;
    while (begin < page.size() && boundary.precedes(page.change(begin))) {
      begin++;
    }
    if (boundary.drops()) {
      watch.dropped(begin - read);
      if (begin > read) {
        last = Optional.of(page.change(begin - 1).sequenceNumber());
        lastAt = Optional.of(RecordTimes.of(page, begin - 1));
      }
      if (boundary.isPassed()) {
        storeDropped();
      }
    } else {
      if (begin > read) {
        last = Optional.of(page.change(begin - 1).sequenceNumber());
        readBefore = RecordTimes.of(page, begin - 1);
        lastAt = Optional.of(readBefore);
      }
      // Of the generation before: what was read before the lineage's own.
      Instant until = boundary.isPassed() ? readBefore : soundness.until();
      insert(new ShardChanges(page, read, begin, own - 1, false, until));
    }
    begin += begin < page.size() && known.searching() ? known.in(page, begin) : 0;
    insert(new ShardChanges(page, begin, page.size(), own, true, soundness.until()));
    Change newest = page.change(page.size() - 1);
    if (newest.approximateCreationTime() != Change.NO_TIME) {
      watch.record(newest.approximateCreationTime());
    }
    if (read < page.size()) {
      last = page.lastSequenceNumber();
      lastAt = Optional.of(RecordTimes.of(page, page.size() - 1));
    }
  }

  private void insert(ShardChanges changes) throws InterruptedException {
    if (changes.count() > 0) {
      try {
        Optional<StreamInserts.Begun> first = inserts.add(readShard, changes);
        begun = first.or(() -> begun);
      } catch (MalformedJsonException e) {
        // What comes before the change that cannot be read goes in.
        flush();
        throw e;
      }
    }
  }

  /**
   * Refuses a page before which changes may be missing.
   *
   * @param begin its first change that was not read before
   */
  private void requireSound(RecordPage page, int begin) throws InterruptedException {
    Instant at = page.answeredAt();
    boolean sound;
    if (begin < page.size()) {
      sound = soundness.records(at, RecordTimes.of(page, page.size() - 1));
    } else if (page.size() == 0 && page.nextShardIterator().isPresent()) {
      sound = soundness.nothingYet(at);
    } else {
      sound = soundness.answered(at);
    }
    if (!sound) {
      flush();
      throw new GapException(
          FailureReason.GAP_POSITION_STALE,
          "Shard "
              + shard()
              + " is read up to "
              + soundness.until()
              + ", and what follows was answered at "
              + at
              + ", more than 23 hours later: DynamoDB keeps changes for 24 hours, so some may be"
              + " lost.");
    }
  }

  /**
   * Whether the horizon has shown a change from before the position: it has its row, of the
   * generation before, and must not beat the new export with another.
   */
  private boolean isRead(SequenceNumber change) {
    return fromHorizon && last.map(position -> change.compareTo(position) <= 0).orElse(false);
  }

  /** Brings in what waits. */
  private void flush() throws InterruptedException {
    inserts.flush(readShard);
    watch.allInserted();
  }

  /** Where the reader stands, everybody knows what it has dropped. */
  private void storeDropped() {
    if (watch.dropped() != storedDropped) {
      store(true);
    }
  }

  /** Stores the position past dropped changes, and the time of the last page, now and then. */
  private void store(boolean always) {
    if (readShard.isWaiting()) {
      return;
    }
    boolean dropped = watch.dropped() != storedDropped;
    Duration every = dropped ? STORE_DROPPED_EVERY : STORE_EVERY;
    Instant now = tail.clock().instant();
    boolean changed = dropped || !soundness.until().equals(storedUntil) || !last.equals(storedLast);
    if (always || (changed && !now.isBefore(storedAt.plus(every)))) {
      tail.shards()
          .passed(shard(), last, lastAt, soundness.until(), boundary.isPassed(), watch.dropped());
      storedAt = now;
      storedDropped = watch.dropped();
      storedUntil = soundness.until();
      storedLast = last;
    }
  }
}
