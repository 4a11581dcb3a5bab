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

  /** Between the sequence numbers of two shards. */
  private static final long SEQUENCES = 100;

  /** From then on no shard splits by itself any more. */
  private static final int MOST_OPEN = 16;

  private final StreamIdentity identity;
  private final StreamOptions options;
  private final Supplier<StreamConditions> conditions;
  private final Clock clock;
  private final Instant enabled;
  private final RecordWriter writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final TreeMap<String, Shard> shards = new TreeMap<>();
  private final TreeMap<Long, Shard> open = new TreeMap<>(Long::compareUnsigned);
  private Optional<Instant> disabled = Optional.empty();
  private Instant nextUpkeep = Instant.MIN;
  private long shardsMade;
  private long lastSequence = 7 * SEQUENCES;
  private long reads;

  TableStream(
      StreamIdentity identity,
      StreamOptions options,
      Supplier<StreamConditions> conditions,
      Clock clock,
      Instant enabled) {
    this.identity = identity;
    this.options = options;
    this.conditions = conditions;
    this.clock = clock;
    this.enabled = enabled;
    long seed = Draws.mix(identity.arn().hashCode());
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
      Shard shard = open.floorEntry(change.key().hash()).getValue();
      shard.append(change);
      rollByItself(shard, now);
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
    return locked(() -> disabled.isPresent() && disabled.get().plus(retention()).isBefore(now));
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
  List<ShardInfo> listing() {
    return locked(() ->
        clock.instant().isBefore(enabled)
            ? List.of()
            : listing(clock.instant()).of(shards.values()));
  }

  /** The shards that can be read now, sorted by id; none while the stream is ENABLING. */
  List<ShardInfo> shards() {
    return locked(() ->
        clock.instant().isBefore(enabled)
            ? List.of()
            : shards.values().stream()
                .filter(shard -> shard.vanished().isEmpty())
                .map(Shard::info)
                .toList());
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

  void trim(String shardId, long records) {
    locked(() -> {
      Shard shard = shard(shardId);
      shard.trim(records);
      return shard;
    });
  }

  void vanish(String shardId) {
    locked(() -> {
      Shard shard = shard(shardId);
      if (shard.open()) {
        throw new IllegalStateException("shard " + shardId + " is open: roll it first");
      }
      shard.vanish(clock.instant());
      return shard;
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
        return trimmed(shard);
      }
      if (number.compareTo(shard.sequenceNumber(shard.lastOffset())) > 0) {
        throw AwsError.validation("Invalid SequenceNumber: it is not one of shard " + shardId);
      }
      boolean whole = shard.trimHorizon() == 1;
      if (!whole && number.offset() <= shard.trimHorizon()) {
        return trimmed(shard);
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
      boolean gone = after < shard.trimHorizon() && shard.trimHorizon() > 1;
      long from = gone ? trimmed(shard) : after;
      ShardPage page = shard.read(from, limit, PAGE_BYTES, identity.view());
      return page.changes().isEmpty() || !emptyNow(shard) ? page : shard.empty(from);
    });
  }

  private boolean emptyNow(Shard shard) {
    StreamConditions now = conditions.get();
    return Draws.share(now.seed() ^ shard.sequence(), ++reads) < now.emptyPages();
  }

  /** The JSON of a page's records. */
  byte[] write(ShardPage page) {
    return writer.write(page, conditions.get());
  }

  private Shard existing(String shardId) {
    Shard shard = shards.get(shardId);
    if (shard == null || shard.vanished().isPresent()) {
      throw AwsError.client(
          "ResourceNotFoundException",
          "Requested resource not found: Shard: " + shardId + " in stream " + identity.arn());
    }
    return shard;
  }

  private Shard shard(String shardId) {
    Shard shard = shards.get(shardId);
    if (shard == null || shard.vanished().isPresent()) {
      throw new NoSuchElementException("no shard " + shardId + " in " + identity.arn());
    }
    return shard;
  }

  /**
   * Where a reader goes on that asks for what is gone.
   *
   * @throws AwsError TrimmedDataAccessException, unless trims are silent
   */
  private long trimmed(Shard shard) {
    if (conditions.get().silentTrims()) {
      return shard.trimHorizon();
    }
    throw AwsError.client(
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

  private Duration retention() {
    return conditions.get().retention().orElse(options.retention());
  }

  private ShardListing listing(Instant now) {
    StreamConditions current = conditions.get();
    return new ShardListing(current.listing(), current.seed(), now);
  }

  private void rollByItself(Shard shard, Instant now) {
    StreamConditions current = conditions.get();
    long seed = current.seed() ^ shard.sequence();
    if (Draws.share(seed, shard.lastOffset()) < current.rolls()) {
      boolean split = Draws.share(~seed, shard.lastOffset()) < current.splits();
      replace(
          shard,
          now,
          split && open.size() < MOST_OPEN ? shard.range().halves() : List.of(shard.range()));
    }
  }

  private void upkeep(Instant now) {
    Duration lifetime = conditions.get().shardLifetime().orElse(options.shardLifetime());
    Instant kept = now.minus(retention());
    Instant nextRoll = Instant.MAX;
    for (Shard shard : List.copyOf(open.values())) {
      Shard current = shard;
      Instant end = current.created().plus(lifetime);
      while (!end.isAfter(now)) {
        // after a long time without a look, only the shards that could still be seen are made
        Instant skipped = kept.minus(lifetime);
        Instant closing = end.isBefore(skipped) ? skipped : end;
        current = replace(current, closing, List.of(current.range())).getFirst();
        end = current.created().plus(lifetime);
      }
      nextRoll = end.isBefore(nextRoll) ? end : nextRoll;
    }
    trimBefore(micros(kept));
    shards.values().stream()
        .filter(shard -> shard.vanished().isEmpty())
        .filter(shard -> shard.isEmpty() && shard.closed().filter(kept::isAfter).isPresent())
        .forEach(shard -> shard.vanish(now));
    shards.values().removeIf(listing(now)::forgotten);
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
    String id = ShardIds.of(millis, Draws.mix(identity.arn().hashCode() + made));
    Shard shard = new Shard(id, parent, created, range, nextSequence());
    shards.put(id, shard);
    open.put(range.first(), shard);
    return shard;
  }

  /** The third shard's numbers are a digit longer than the first one's. */
  private long nextSequence() {
    int digits = conditions.get().sequenceDigits() - SequenceNumber.OFFSET_DIGITS;
    long least = Math.round(Math.pow(10, digits - 1));
    lastSequence = Math.max(lastSequence + SEQUENCES, least);
    return lastSequence;
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
