package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.operation.AwsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * One stream of a table: its shards, which open, roll, split and close. Thread-safe. What time does
 * (rolling, trimming) is done when somebody looks or writes.
 */
public final class TableStream {

  /** DescribeStream and GetRecords: "up to 1 MB of data or 1000 stream records". */
  private static final int PAGE_BYTES = 1024 * 1024;

  private static final Duration UPKEEP = Duration.ofSeconds(1);

  private final StreamIdentity identity;
  private final StreamOptions options;
  private final Clock clock;
  private final Instant enabled;
  private final RecordWriter writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, Shard> shards = new TreeMap<>();
  private final TreeMap<Long, Shard> open = new TreeMap<>(Long::compareUnsigned);
  private Optional<Instant> disabled = Optional.empty();
  private Instant nextUpkeep = Instant.MIN;
  private long shardsMade;

  TableStream(StreamIdentity identity, StreamOptions options, Clock clock, Instant enabled) {
    this.identity = identity;
    this.options = options;
    this.clock = clock;
    this.enabled = enabled;
    long seed = RecordWriter.mix(identity.arn().hashCode());
    this.writer = new RecordWriter(identity.region(), identity.view(), seed);
    for (HashRange range : HashRange.parts(options.shards())) {
      add(Optional.empty(), identity.requested(), range);
    }
  }

  /** What never changes about it. */
  public StreamIdentity identity() {
    return identity;
  }

  /**
   * Appends a change of the table. Changes of one item are read in the order of these calls.
   *
   * @throws IllegalStateException if the stream is disabled
   */
  public void append(Change change) {
    lock.lock();
    try {
      if (disabled.isPresent()) {
        throw new IllegalStateException("stream " + identity.arn() + " is disabled");
      }
      Instant now = clock.instant();
      if (!now.isBefore(nextUpkeep)) {
        upkeep(now);
      }
      open.floorEntry(change.key().hash()).getValue().append(change);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Closes all shards: nothing is appended any more, what is there can be read until it expires.
   */
  public void disable() {
    locked(() -> {
      Instant now = clock.instant();
      disabled = Optional.of(now);
      open.values().forEach(shard -> shard.close(now));
      open.clear();
      return disabled;
    });
  }

  /** Whether the stream was disabled so long ago that it is gone. */
  boolean expired(Instant now) {
    return locked(
        () -> disabled.isPresent() && disabled.get().plus(options.retention()).isBefore(now));
  }

  /** ENABLING, ENABLED or DISABLED. */
  String status() {
    return locked(() -> {
      if (disabled.isPresent()) {
        return "DISABLED";
      }
      return clock.instant().isBefore(enabled) ? "ENABLING" : "ENABLED";
    });
  }

  /** The shards that are listed now, sorted by id; none while the stream is ENABLING. */
  List<ShardInfo> shards() {
    return locked(() ->
        clock.instant().isBefore(enabled)
            ? List.of()
            : shards.values().stream().map(Shard::info).toList());
  }

  void roll() {
    locked(() -> {
      Instant now = clock.instant();
      List.copyOf(open.values()).forEach(shard -> replace(shard, now, List.of(shard.range())));
      return now;
    });
  }

  void roll(String shardId) {
    locked(() -> {
      Shard shard = shard(shardId);
      replace(shard, clock.instant(), List.of(shard.range()));
      return shard;
    });
  }

  void split(String shardId) {
    locked(() -> {
      Shard shard = shard(shardId);
      replace(shard, clock.instant(), shard.range().halves());
      return shard;
    });
  }

  void trim() {
    locked(() -> {
      trimBefore(Long.MAX_VALUE);
      return this;
    });
  }

  /** A position from which on all that the shard still has can be read. */
  long trimHorizon(String shardId) {
    return locked(() -> existing(shardId).trimHorizon());
  }

  /** A position behind all that is in the shard now. */
  long latest(String shardId) {
    return locked(() -> existing(shardId).lastOffset());
  }

  /**
   * The position of a sequence number.
   *
   * @throws AwsError TrimmedDataAccessException if it is older than what the shard still has,
   *     ValidationException if the shard has not given it out
   */
  long position(String shardId, SequenceNumber number) {
    return locked(() -> {
      Shard shard = existing(shardId);
      SequenceNumber start = shard.sequenceNumber(0);
      if (number.compareTo(start) < 0) {
        throw trimmed();
      }
      if (number.compareTo(shard.sequenceNumber(shard.lastOffset())) > 0) {
        throw AwsError.validation("Invalid SequenceNumber: it is not one of shard " + shardId);
      }
      boolean whole = shard.trimHorizon() == 1;
      if (!whole && number.offset() <= shard.trimHorizon()) {
        throw trimmed();
      }
      return number.offset();
    });
  }

  /**
   * Reads on behind a position.
   *
   * @throws AwsError TrimmedDataAccessException if records behind the position are gone,
   *     ResourceNotFoundException if the shard is
   */
  ShardPage read(String shardId, long after, int limit) {
    return locked(() -> {
      Shard shard = existing(shardId);
      if (after < shard.trimHorizon() && shard.trimHorizon() > 1) {
        throw trimmed();
      }
      return shard.read(after, limit, PAGE_BYTES, identity.view());
    });
  }

  /** The JSON of a page's records. */
  byte[] write(ShardPage page) {
    return writer.write(page);
  }

  private Shard existing(String shardId) {
    Shard shard = shards.get(shardId);
    if (shard == null) {
      throw AwsError.client(
          "ResourceNotFoundException",
          "Requested resource not found: Shard: " + shardId + " in stream " + identity.arn());
    }
    return shard;
  }

  private Shard shard(String shardId) {
    Shard shard = shards.get(shardId);
    if (shard == null) {
      throw new NoSuchElementException("no shard " + shardId + " in " + identity.arn());
    }
    return shard;
  }

  private static AwsError trimmed() {
    return AwsError.client(
        "TrimmedDataAccessException",
        "The operation attempted to read past the oldest stream record in a shard.");
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      upkeep(clock.instant());
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  private void upkeep(Instant now) {
    Instant kept = now.minus(options.retention());
    Instant nextRoll = Instant.MAX;
    for (Shard shard : List.copyOf(open.values())) {
      Shard current = shard;
      Instant end = current.created().plus(options.shardLifetime());
      while (!end.isAfter(now)) {
        // after a long time without a look, only the shards that could still be seen are made
        Instant skipped = kept.minus(options.shardLifetime());
        Instant closing = end.isBefore(skipped) ? skipped : end;
        current = replace(current, closing, List.of(current.range())).getFirst();
        end = current.created().plus(options.shardLifetime());
      }
      nextRoll = end.isBefore(nextRoll) ? end : nextRoll;
    }
    trimBefore(micros(kept));
    shards
        .values()
        .removeIf(shard ->
            shard.isEmpty() && shard.closed().isPresent() && shard.closed().get().isBefore(kept));
    Instant soon = now.plus(UPKEEP);
    nextUpkeep = nextRoll.isBefore(soon) ? nextRoll : soon;
  }

  private void trimBefore(long micros) {
    shards.values().forEach(shard -> shard.trimBefore(micros));
  }

  private List<Shard> replace(Shard parent, Instant now, List<HashRange> ranges) {
    parent.close(now);
    open.remove(parent.range().first());
    List<Shard> children = new ArrayList<>();
    for (HashRange range : ranges) {
      Instant created = now.isAfter(parent.created()) ? now : parent.created().plusMillis(1);
      children.add(add(Optional.of(parent.id()), created, range));
    }
    return children;
  }

  private Shard add(Optional<String> parent, Instant created, HashRange range) {
    long made = shardsMade++;
    // a child's id sorts behind its parent's, also where both are made in one millisecond
    long millis = created.toEpochMilli();
    if (parent.isPresent()) {
      millis = Math.max(millis, ShardIds.millis(parent.get()) + 1);
    }
    String id = ShardIds.of(millis, RecordWriter.mix(identity.arn().hashCode() + made));
    // the third shard's numbers are a digit longer than the first one's
    Shard shard = new Shard(id, parent, created, range, (8 + made) * 100);
    shards.put(id, shard);
    open.put(range.first(), shard);
    return shard;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
