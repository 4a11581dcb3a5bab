package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.Remedy;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.ShardId;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The pages of one shard, one after the other: takes iterators, renews them when they have expired,
 * waits when AWS throttles. For one thread.
 */
final class ShardPages {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Tail tail;
  private final ShardId shard;
  private final HeldUp heldUp;
  private Optional<String> iterator = Optional.empty();
  private IteratorPosition position;

  /** What is done before AWS is waited for, or does not have what is asked for: it may be hours. */
  @FunctionalInterface
  interface HeldUp {
    void now() throws InterruptedException;
  }

  ShardPages(Tail tail, ShardId shard, IteratorPosition position, HeldUp heldUp) {
    this.tail = tail;
    this.shard = shard;
    this.position = position;
    this.heldUp = heldUp;
  }

  /** From a position's next record, or from the oldest record of the shard. */
  static ShardPages after(
      Tail tail, ShardId shard, Optional<SequenceNumber> position, HeldUp heldUp) {
    IteratorPosition start =
        position
            .<IteratorPosition>map(IteratorPosition.AfterSequenceNumber::new)
            .orElseGet(IteratorPosition.TrimHorizon::new);
    return new ShardPages(tail, shard, start, heldUp);
  }

  /**
   * The next page; it may be empty.
   *
   * @throws ShardLostException if the position is trimmed, or the shard is gone
   */
  RecordPage next() throws InterruptedException {
    RecordPage page = calling(this::ask).from(position);
    page.lastSequenceNumber()
        .ifPresent(last -> position = new IteratorPosition.AfterSequenceNumber(last));
    iterator = page.nextShardIterator();
    return page;
  }

  private RecordPage ask() {
    if (iterator.isEmpty()) {
      iterator = Optional.of(tail.streams().shardIterator(tail.streamArn(), shard, position));
    }
    return tail.streams().records(iterator.get());
  }

  private <T> T calling(Supplier<T> call) throws InterruptedException {
    Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, tail.sleeper().jitter());
    while (true) {
      try {
        T answer = call.get();
        if (pause.failures() > 0) {
          tail.retries().recovered();
        }
        return answer;
      } catch (AwsException e) {
        recover(e, pause);
      }
    }
  }

  private void recover(AwsException failure, Backoff pause) throws InterruptedException {
    switch (Remedy.ofShardRead(failure)) {
      case GAP -> {
        heldUp.now();
        throw new ShardLostException(failure);
      }
      case STOP -> throw interrupted(failure);
      case NEW_ITERATOR -> {
        iterator = Optional.empty();
        tail.retries().retrying("stream:iterator_expired", failure.getMessage());
        if (pause.failures() > 0) {
          tail.sleeper().sleep(pause.next());
        } else {
          pause.next();
        }
      }
      // A role that comes back, or a policy that is mended, is worth waiting for; the position
      // tells when it was too long.
      case RETRY, FATAL -> {
        tail.retries().retrying(Causes.of("stream", failure), failure);
        heldUp.now();
        tail.sleeper().sleep(pause.next());
      }
    }
  }

  private static InterruptedException interrupted(AwsException failure) {
    InterruptedException stopped = new InterruptedException(failure.getMessage());
    stopped.initCause(failure);
    return stopped;
  }
}
