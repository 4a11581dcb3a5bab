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
 * it that the batch leaves, and any reader that comes by later does, too.
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
  private Begun begun = new Begun(0, Instant.MIN);
  private Optional<Throwable> failure = Optional.empty();

  /**
   * A batch that has begun to fill.
   *
   * @param batch its number, from 1
   * @param at when its first changes came
   */
  record Begun(long batch, Instant at) {}

  /**
   * A batch that is to leave, or the moment at which the one that is wanted may; neither where none
   * is.
   */
  private record Next(Optional<SharedBatch> leaving, Optional<Instant> later) {}

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
   * @return the batch, if its first changes are these: the caller must see to it that it leaves
   */
  Optional<Begun> add(ReadShard shard, ShardChanges changes) throws InterruptedException {
    while (true) {
      switch (tryAdd(shard, changes)) {
        case BEGUN -> {
          return Optional.of(begun());
        }
        case JOINED -> {
          return Optional.empty();
        }
        case FULL -> {
          depart(this::isFull);
          return Optional.empty();
        }
        case NO_ROOM -> depart(this::isFull);
        case OTHER_GENERATION -> depart(batch -> !batch.takes(changes.generation()));
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
      boolean first = batch.isEmpty();
      if (first) {
        begun = new Begun(begun.batch() + 1, tail.clock().instant());
      }
      batch.add(shard, changes);
      if (isFull(batch)) {
        return Added.FULL;
      }
      return first ? Added.BEGUN : Added.JOINED;
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

  private Begun begun() throws InterruptedException {
    filling.lockInterruptibly();
    try {
      return begun;
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

  /** Inserts a batch as soon as it may leave, unless it has left by then. */
  void leave(Begun due) throws InterruptedException {
    depart(_ -> begun.batch() == due.batch());
  }

  /**
   * Inserts the batch that fills if it may leave and no other is being inserted. Called by readers
   * as they come by, for the one that should do it may be waiting for AWS.
   */
  void departIfDue() throws InterruptedException {
    if (inserting.tryLock()) {
      try {
        departNext(_ -> true);
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

  /** Waits until the batch that fills may leave and inserts it, as long as it is wanted. */
  private void depart(Predicate<SharedBatch> wanted) throws InterruptedException {
    Optional<Instant> later = tryDepart(wanted);
    while (later.isPresent()) {
      // Without the lock: whoever makes the batch full inserts it at once.
      sleepUntil(later.get());
      later = tryDepart(wanted);
    }
  }

  private Optional<Instant> tryDepart(Predicate<SharedBatch> wanted) throws InterruptedException {
    inserting.lockInterruptibly();
    try {
      return departNext(wanted);
    } finally {
      inserting.unlock();
    }
  }

  /**
   * Inserts the batch that fills, if it is wanted and may leave.
   *
   * @return when it may, if it is wanted
   */
  private Optional<Instant> departNext(Predicate<SharedBatch> wanted) throws InterruptedException {
    Next next = next(wanted);
    if (next.leaving().isPresent()) {
      SharedBatch leaving = next.leaving().get();
      try {
        insert(leaving);
      } catch (InterruptedException | RuntimeException | Error e) {
        failed(e);
        throw e;
      }
      giveBack(leaving);
    }
    return next.later();
  }

  /** The batch that filled, if it is wanted and may leave; the next one may fill then. */
  private Next next(Predicate<SharedBatch> wanted) throws InterruptedException {
    filling.lockInterruptibly();
    try {
      requireNoFailure();
      Optional<SharedBatch> next = open.filter(batch -> !batch.isEmpty() && wanted.test(batch));
      Instant now = tail.clock().instant();
      Optional<Instant> later =
          next.filter(batch -> !isFull(batch))
              .map(batch -> tail.pacer().earliest(batch.inserts(), now))
              .filter(earliest -> earliest.isAfter(now));
      if (later.isPresent() || next.isEmpty()) {
        return new Next(Optional.empty(), later);
      }
      open = spare;
      spare = Optional.empty();
      return new Next(next, Optional.empty());
    } finally {
      filling.unlock();
    }
  }

  private void insert(SharedBatch leaving) throws InterruptedException {
    Batch entry = leaving.entry();
    int inserts = leaving.inserts();
    tail.pacer().begins(inserts, tail.clock().instant());
    tail.inserter()
        .insert(
            entry, leaving.buffer().rows(), leaving.buffer().quarantined(), leaving.positions());
    tail.pacer().ends(inserts, tail.clock().instant());
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
      if (empty && !closed && begun.at().plus(KEPT).isBefore(tail.clock().instant())) {
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
