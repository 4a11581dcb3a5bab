package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.state.StoredShard;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads one shard from its stored position to its end and brings its changes in, batch by batch. A
 * batch holds whole pages. For one thread.
 */
final class ShardReader {
  /** A page of at least this many records, or bytes, is followed by another at once. */
  private static final int LARGE_PAGE_RECORDS = 500;

  private static final int LARGE_PAGE_BYTES = 500_000;
  private static final Duration STORE_EVERY = Duration.ofMinutes(1);
  private static final Duration STORE_DROPPED_EVERY = Duration.ofSeconds(1);

  private final Tail tail;
  private final StoredShard stored;
  private final boolean fromHorizon;
  private final Source.OfShard source;
  private BatchBuffer buffer;
  private long bufferedGeneration;
  private final ShardWatch watch;
  private final Soundness soundness;
  private final PollPause pause;
  private final Boundary boundary;
  private final KnownChanges known;
  private Optional<SequenceNumber> first = Optional.empty();
  private Optional<SequenceNumber> last;
  private Optional<Instant> lastAt = Optional.empty();
  private Optional<Instant> slot = Optional.empty();
  private Instant storedAt;
  private long storedDropped;

  /**
   * A reader.
   *
   * @param fromHorizon whether it reads all that AWS still has after the position, because AWS no
   *     longer has the position itself
   */
  ShardReader(
      Tail tail,
      StoredShard stored,
      ShardWatch watch,
      Optional<Instant> parentReadUntil,
      boolean fromHorizon) {
    this.tail = tail;
    this.fromHorizon = fromHorizon;
    this.stored = stored;
    this.watch = watch;
    this.source = new Source.OfShard(tail.streamArn(), stored.state().id());
    this.soundness =
        new Soundness(
            tail.generation().begunAt(),
            shard().creationTime(),
            stored.readUntil().or(() -> parentReadUntil));
    Instant now = tail.clock().instant();
    this.pause = new PollPause(tail.tuning().pollMin(), tail.tuning().pollMax(), now);
    this.boundary = new Boundary(tail.generation(), stored.pastBoundary());
    boolean own = boundary.isPassed() || boundary.drops();
    this.bufferedGeneration = tail.generation().number() - (own ? 0 : 1);
    this.buffer = new BatchBuffer(tail.schema(), bufferedGeneration, stored.state().depth());
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
      settleAndRead();
    } catch (MalformedJsonException e) {
      throw new UnreadableChangeException(shard(), last, e);
    }
  }

  private void settleAndRead() throws InterruptedException {
    for (Batch planned : tail.ledger().planned(tail.mirror().id(), source)) {
      settle(planned);
    }
    if (last.map(stored.state()::endsAt).orElse(false)) {
      return;
    }
    tail.memory().enter();
    try {
      read(ShardPages.after(tail, shard(), fromHorizon ? Optional.empty() : last, this::flush));
    } finally {
      tail.memory().leave();
    }
  }

  private void settle(Batch planned) throws InterruptedException {
    Optional<ShardRecovery.Settled> settled =
        new ShardRecovery(tail, source, planned, stored, soundness.until()).settle();
    if (settled.isEmpty()) {
      abandon(planned);
      return;
    }
    watch.inserted(planned.counts().changes(), planned.counts().quarantined());
    last =
        last.filter(at -> at.compareTo(settled.get().position()) > 0)
            .or(() -> settled.map(ShardRecovery.Settled::position));
    settled.get().readUntil().ifPresent(soundness::readUntil);
    if (planned.generation() == tail.generation().number()) {
      boundary.passed();
      beginOwnGeneration();
    }
  }

  /** What was read before the generation began is in its export. */
  private void abandon(Batch planned) {
    String message =
        "The changes "
            + planned.first()
            + " to "
            + planned.last()
            + " of "
            + planned.source().key()
            + " are not in ClickHouse and no longer in the stream.";
    if (planned.generation() == tail.generation().number()) {
      throw new GapException(FailureReason.GAP_BATCH_LOST, message);
    }
    tail.ledger().abandon(planned);
    tail.retries()
        .retrying("batch_abandoned", message + " A later export has brought what came of them.");
  }

  private void read(ShardPages pages) throws InterruptedException {
    while (true) {
      Instant askedAt = tail.clock().instant();
      RecordPage page = pages.next();
      tail.awsTime().answered(page.answeredAt());
      take(page);
      watch.polled(askedAt);
      if (buffer.isEmpty() && page.size() > 0) {
        watch.checkpointAtLastRecord();
      }
      if (page.nextShardIterator().isEmpty()) {
        flush();
        store(true);
        return;
      }
      if (buffer.full(tail.memory().limits())) {
        flush();
      } else if (!isLarge(page)) {
        rest(page, askedAt);
      }
      store(false);
    }
  }

  private static boolean isLarge(RecordPage page) {
    return page.size() >= LARGE_PAGE_RECORDS || page.bytes() >= LARGE_PAGE_BYTES;
  }

  /** After a page that was not large: inserts what waits when its moment has come, or pauses. */
  private void rest(RecordPage page, Instant askedAt) throws InterruptedException {
    Instant now = tail.clock().instant();
    if (buffer.isEmpty()) {
      if (page.size() == 0) {
        watch.clean(tail.awsTime().at(askedAt), soundness.until());
      }
      tail.sleeper().sleep(pause.next(now));
      return;
    }
    if (slot.isEmpty()) {
      slot = Optional.of(tail.pacer().reserve(now));
      if (slot.get().isAfter(now)) {
        // What arrives until then goes with it: the next page is asked for at that moment.
        tail.sleeper().sleep(Duration.between(now, slot.get()));
        return;
      }
    }
    flush();
    if (page.size() == 0) {
      watch.clean(tail.awsTime().at(askedAt), soundness.until());
    }
    tail.sleeper().sleep(tail.tuning().pollMin());
  }

  private void take(RecordPage page) throws InterruptedException {
    int read = 0;
    while (read < page.size() && isRead(page.change(read).sequenceNumber())) {
      read++;
    }
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
    } else {
      buffer(page, read, begin, readBefore);
      if (begin > read) {
        last = Optional.of(page.change(begin - 1).sequenceNumber());
        readBefore = RecordTimes.of(page, begin - 1);
        lastAt = Optional.of(readBefore);
      }
      if (boundary.isPassed() && bufferedGeneration < tail.generation().number()) {
        flush(readBefore);
        beginOwnGeneration();
      }
    }
    begin += begin < page.size() && known.searching() ? known.in(page, begin) : 0;
    buffer(page, begin, page.size(), readBefore);
    Change newest = page.change(page.size() - 1);
    if (newest.approximateCreationTime() != Change.NO_TIME) {
      watch.record(newest.approximateCreationTime());
    }
    if (read < page.size()) {
      last = page.lastSequenceNumber();
      lastAt = Optional.of(RecordTimes.of(page, page.size() - 1));
    }
  }

  /**
   * Lets changes wait for their batch. What comes before one that cannot be read goes in.
   *
   * @param readBefore up to when the shard was read before the page
   */
  private void buffer(RecordPage page, int from, int to, Instant readBefore)
      throws InterruptedException {
    for (int i = from; i < to; i++) {
      Change change = page.change(i);
      try {
        buffer.add(change);
      } catch (MalformedJsonException e) {
        Instant until = readBefore;
        if (i > from) {
          last = Optional.of(page.change(i - 1).sequenceNumber());
          until = RecordTimes.of(page, i - 1);
          lastAt = Optional.of(until);
        }
        flush(until);
        throw e;
      }
      if (first.isEmpty()) {
        first = Optional.of(change.sequenceNumber());
      }
    }
  }

  /** Rows are of this reader's generation from now on; none of another one waits. */
  private void beginOwnGeneration() {
    bufferedGeneration = tail.generation().number();
    buffer = new BatchBuffer(tail.schema(), bufferedGeneration, stored.state().depth());
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

  private void flush() throws InterruptedException {
    flush(soundness.until());
  }

  /**
   * Brings in what waits.
   *
   * @param readUntil the time of the last change of it
   */
  private void flush(Instant readUntil) throws InterruptedException {
    slot = Optional.empty();
    if (buffer.isEmpty()) {
      watch.allInserted();
      return;
    }
    SequenceNumber end = last.orElseThrow();
    Batch batch =
        ShardBatches.of(tail, bufferedGeneration, source, first.orElseThrow(), end, buffer);
    tail.inserter()
        .insert(
            batch,
            buffer.rows(),
            buffer.quarantined(),
            tail.shards()
                .advance(
                    shard(),
                    end,
                    lastAt.orElse(readUntil),
                    bufferedGeneration == tail.generation().number(),
                    readUntil,
                    batch.counts().changes(),
                    batch.counts().quarantined()));
    watch.inserted(batch.counts().changes(), batch.counts().quarantined());
    tail.pacer().inserted(batch.counts().changes(), tail.clock().instant());
    watch.allInserted();
    buffer.clear();
    first = Optional.empty();
    storedAt = tail.clock().instant();
  }

  /** Stores the position past dropped changes, and the time of the last page, now and then. */
  private void store(boolean always) {
    if (!buffer.isEmpty()) {
      return;
    }
    Duration every = watch.dropped() == storedDropped ? STORE_EVERY : STORE_DROPPED_EVERY;
    Instant now = tail.clock().instant();
    if (always || !now.isBefore(storedAt.plus(every))) {
      tail.shards()
          .passed(shard(), last, lastAt, soundness.until(), boundary.isPassed(), watch.dropped());
      storedAt = now;
      storedDropped = watch.dropped();
    }
  }
}
