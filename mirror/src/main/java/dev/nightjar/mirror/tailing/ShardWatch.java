package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.stream.ShardId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What can be seen of one shard while it is read. Written by its reader and by whoever inserts its
 * changes, read by any thread.
 */
public final class ShardWatch {
  /** Times of records may run backwards a little. */
  private static final Duration CLOCKS = Duration.ofSeconds(1);

  private final ShardId shard;
  private volatile Optional<Instant> cleanAt;
  private volatile Optional<Instant> checkpointAt = Optional.empty();
  private volatile Optional<Instant> lastPollAt = Optional.empty();
  private volatile Optional<Instant> lastRecordAt = Optional.empty();
  private volatile Optional<Instant> endedAt = Optional.empty();
  private volatile boolean continued;
  private volatile long inserted;
  private volatile long dropped;
  private volatile long quarantined;

  ShardWatch(
      ShardId shard, Optional<Instant> cleanAt, long inserted, long dropped, long quarantined) {
    this.shard = shard;
    this.cleanAt = cleanAt;
    this.inserted = inserted;
    this.dropped = dropped;
    this.quarantined = quarantined;
  }

  /** The shard. */
  public ShardId shard() {
    return shard;
  }

  /**
   * Everything that was written to this shard before this moment is in the table: an empty page was
   * asked for then, or a change of that time has come.
   */
  public Optional<Instant> cleanAt() {
    return cleanAt;
  }

  /**
   * What was written to it before this moment, by AWS's clock, is in the table or was dropped:
   * before a restart as far as it was read, since then up to the newest change that is in, or as
   * far as {@link Soundness} takes empty pages for proof.
   */
  public Optional<Instant> checkpointAt() {
    return checkpointAt;
  }

  /** When it was last asked with success. */
  public Optional<Instant> lastPollAt() {
    return lastPollAt;
  }

  /** {@code ApproximateCreationDateTime} of its newest change. */
  public Optional<Instant> lastRecordAt() {
    return lastRecordAt;
  }

  /** Whether it was read to its end. */
  public boolean ended() {
    return endedAt.isPresent();
  }

  /** Changes whose batch is in. */
  public long inserted() {
    return inserted;
  }

  /** Changes that were dropped before the boundary. */
  public long dropped() {
    return dropped;
  }

  /** Changes that went to quarantine. */
  public long quarantined() {
    return quarantined;
  }

  /** A child of it is being read. */
  void continued() {
    continued = true;
  }

  /** Whether it ended and its child is known, or it ended before a moment that is known. */
  boolean over(Optional<Instant> before) {
    return endedAt
        .map(at -> continued || before.map(moment -> moment.isAfter(at)).orElse(false))
        .orElse(false);
  }

  void polled(Instant at) {
    lastPollAt = Optional.of(at);
  }

  /** Where reading begins. */
  ShardWatch from(Optional<Instant> checkpoint) {
    checkpointAt = checkpoint;
    return this;
  }

  void record(long epochMillis) {
    lastRecordAt = Optional.of(Instant.ofEpochMilli(epochMillis));
  }

  /**
   * An empty page was asked for then, and nothing waits to be inserted.
   *
   * @param readUntil what was written before this moment, by AWS's clock, cannot be missing
   */
  synchronized void clean(Instant askedAt, Instant readUntil) {
    clean(askedAt);
    if (checkpointAt.map(readUntil::isAfter).orElse(true)) {
      checkpointAt = Optional.of(readUntil);
    }
  }

  private void clean(Instant at) {
    if (cleanAt.map(at::isAfter).orElse(true)) {
      cleanAt = Optional.of(at);
    }
  }

  /** All that has been read is in the table. */
  synchronized void allInserted() {
    lastRecordAt.ifPresent(at -> clean(at.minus(CLOCKS)));
    checkpointAtLastRecord();
  }

  /** All that has been read is in the table, or was dropped. */
  synchronized void checkpointAtLastRecord() {
    if (lastRecordAt.isPresent()) {
      checkpointAt = lastRecordAt;
    }
  }

  /**
   * A batch is in.
   *
   * @param changes of this shard that it had
   * @param toQuarantine how many of them went to quarantine
   * @param newestAt when the newest of them was made
   */
  synchronized void inserted(long changes, long toQuarantine, Optional<Instant> newestAt) {
    inserted += changes;
    quarantined += toQuarantine;
    if (newestAt.isPresent()) {
      clean(newestAt.get().minus(CLOCKS));
      checkpointAt = newestAt;
    }
  }

  void dropped(long changes) {
    dropped += changes;
  }

  /**
   * Its last page was read. Nobody knows when it was closed, so that its children may hold changes
   * from long before: it is no cleaner than it was.
   */
  void ended(Instant at) {
    endedAt = Optional.of(at);
  }
}
