package dev.nightjar.mirror.tailing;

import dev.nightjar.mirror.ledger.Batch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Brings the changes of a stream's shards in together: however many shards there are, their changes
 * make one batch after the other, each as large as what came since the one before. While a batch is
 * inserted the next one fills; whoever finds that one full waits.
 *
 * <p>Thread-safe. It has no thread of its own: the reader whose changes are a batch's first sees to
 * it that the batch leaves at its moment, and any reader that comes by later does, too.
 */
final class StreamInserts {
  /** After so much time without a change the memory is given back. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final Tail tail;

  /** Held while a batch is inserted. Never asked for by whoever holds the other lock. */
  private final ReentrantLock inserting = new ReentrantLock();

  /** Guards the batch that fills, and what is said of it. */
  private final ReentrantLock filling = new ReentrantLock();

  private Optional<SharedBatch> open = Optional.empty();
  private Optional<SharedBatch> spare = Optional.empty();

  /** Batches whose memory is counted: those that are there, and the one that is inserted. */
  private int counted;

  private boolean closed;
  private Departure departure = new Departure(0, Instant.MIN);
  private Optional<Throwable> failure = Optional.empty();

  /**
   * When a batch that does not become full is inserted.
   *
   * @param batch its number, from 1
   * @param moment not before
   */
  record Departure(long batch, Instant moment) {}

  private enum Added {
    BEGUN,
    JOINED,
    FULL,
    NO_ROOM,
    OTHER_GENERATION
  }

  StreamInserts(Tail tail) {
    this.tail = tail;
  }

  /**
   * Adds what follows in a shard to the next batch, and inserts that if it is full. Where a change
   * cannot be read, what comes before it is added.
   *
   * @return when the batch leaves, if its first changes are these: the caller must see to it
   */
  Optional<Departure> add(ReadShard shard, ShardChanges changes) throws InterruptedException {
    while (true) {
      switch (tryAdd(shard, changes)) {
        case BEGUN -> {
          return Optional.of(departure());
        }
        case JOINED -> {
          return Optional.empty();
        }
        case FULL -> {
          depart(this::isFull);
          return Optional.empty();
        }
        case NO_ROOM -> depart(this::isFull);
        case OTHER_GENERATION -> {
          sleepUntil(departure().moment());
          depart(batch -> !batch.takes(changes.generation()));
        }
      }
    }
  }

  private Added tryAdd(ReadShard shard, ShardChanges changes) throws InterruptedException {
    filling.lockInterruptibly();
    try {
      requireNoFailure();
      SharedBatch batch = openFor(changes.generation());
      if (!batch.takes(changes.generation())) {
        return Added.OTHER_GENERATION;
      }
      if (isFull(batch)) {
        return Added.NO_ROOM;
      }
      boolean begun = batch.isEmpty();
      if (begun) {
        departure =
            new Departure(departure.batch() + 1, tail.pacer().reserve(tail.clock().instant()));
      }
      batch.add(shard, changes);
      if (isFull(batch)) {
        return Added.FULL;
      }
      return begun ? Added.BEGUN : Added.JOINED;
    } finally {
      filling.unlock();
    }
  }

  private SharedBatch openFor(long generation) {
    if (open.isEmpty()) {
      open = spare;
      spare = Optional.empty();
    }
    if (open.isEmpty()) {
      open = Optional.of(new SharedBatch(tail, generation));
      if (!closed) {
        counted++;
        tail.memory().enter();
      }
    }
    return open.get();
  }

  private boolean isFull(SharedBatch batch) {
    return batch.full(tail.memory().sharedLimits());
  }

  private Departure departure() throws InterruptedException {
    filling.lockInterruptibly();
    try {
      return departure;
    } finally {
      filling.unlock();
    }
  }

  private void sleepUntil(Instant moment) throws InterruptedException {
    Instant now = tail.clock().instant();
    if (moment.isAfter(now)) {
      tail.sleeper().sleep(Duration.between(now, moment));
    }
  }

  /** Waits for a batch's moment and inserts it, unless it has left by then. */
  void leave(Departure due) throws InterruptedException {
    sleepUntil(due.moment());
    depart(_ -> departure.batch() == due.batch());
  }

  /**
   * Inserts the batch that fills if its moment has come and no other is being inserted. Called by
   * readers as they come by, for the one that should do it may be waiting for AWS.
   */
  void departIfDue() throws InterruptedException {
    if (inserting.tryLock()) {
      try {
        Instant now = tail.clock().instant();
        departNext(_ -> !departure.moment().isAfter(now));
      } finally {
        inserting.unlock();
      }
    }
  }

  /** Inserts what waits of a shard, and returns when all of it is in. */
  void flush(ReadShard shard) throws InterruptedException {
    if (shard.isWaiting()) {
      depart(batch -> batch.holds(shard.id()));
    }
  }

  private void depart(Predicate<SharedBatch> wanted) throws InterruptedException {
    inserting.lockInterruptibly();
    try {
      departNext(wanted);
    } finally {
      inserting.unlock();
    }
  }

  private void departNext(Predicate<SharedBatch> wanted) throws InterruptedException {
    Optional<SharedBatch> leaving = take(wanted);
    if (leaving.isPresent()) {
      try {
        insert(leaving.get());
      } catch (InterruptedException | RuntimeException | Error e) {
        failed(e);
        throw e;
      }
      giveBack(leaving.get());
    }
  }

  /** The batch that filled; the next one may fill. */
  private Optional<SharedBatch> take(Predicate<SharedBatch> wanted) throws InterruptedException {
    filling.lockInterruptibly();
    try {
      requireNoFailure();
      if (open.isEmpty() || open.get().isEmpty() || !wanted.test(open.get())) {
        return Optional.empty();
      }
      Optional<SharedBatch> leaving = open;
      open = spare;
      spare = Optional.empty();
      return leaving;
    } finally {
      filling.unlock();
    }
  }

  private void insert(SharedBatch leaving) throws InterruptedException {
    Batch entry = leaving.entry();
    tail.inserter()
        .insert(
            entry, leaving.buffer().rows(), leaving.buffer().quarantined(), leaving.positions());
    leaving.inserted();
    leaving.clear();
  }

  private void giveBack(SharedBatch empty) {
    filling.lock();
    try {
      spare = closed ? Optional.empty() : Optional.of(empty);
    } finally {
      filling.unlock();
    }
  }

  /** What was not inserted is read again by the next run: until then nothing goes in behind it. */
  private void failed(Throwable cause) {
    filling.lock();
    try {
      failure = Optional.of(cause);
    } finally {
      filling.unlock();
    }
  }

  private void requireNoFailure() throws InterruptedException {
    switch (failure.orElse(null)) {
      case null -> {}
      case RuntimeException cause -> throw cause;
      case Error cause -> throw cause;
      default -> throw new InterruptedException("told to stop while a batch was inserted");
    }
  }

  /** Gives memory back if nothing has come for a while. */
  void idle() {
    filling.lock();
    try {
      boolean empty = open.map(SharedBatch::isEmpty).orElse(true);
      if (empty && !closed && departure.moment().plus(KEPT).isBefore(tail.clock().instant())) {
        leave((int) Stream.of(open, spare).filter(Optional::isPresent).count());
        open = Optional.empty();
        spare = Optional.empty();
      }
    } finally {
      filling.unlock();
    }
  }

  private void leave(int batches) {
    for (int i = 0; i < batches; i++) {
      tail.memory().leave();
    }
    counted -= batches;
  }

  /**
   * The stream is followed no longer: from now on its batches take no part of the memory that
   * others divide. What its readers still bring in goes in as before.
   */
  void close() {
    filling.lock();
    try {
      closed = true;
      leave(counted);
      spare = Optional.empty();
    } finally {
      filling.unlock();
    }
  }
}
