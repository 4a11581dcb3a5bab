package dev.nightjar.mirror.state;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.ShardState;
import java.time.Instant;
import java.util.Optional;

/**
 * A shard and how far it is read.
 *
 * @param state what the shard tree knows of it
 * @param position its last change that is in, or was dropped
 * @param positionAt the time of that change; 1970 where AWS is known to have it no more
 * @param pastBoundary whether its lineage has come to its boundary: nothing is dropped from there
 * @param readUntil what was written to it before this moment, by AWS's clock, cannot be missing
 * @param inserted changes whose batch is in
 * @param dropped changes that were dropped
 * @param quarantined changes that went to quarantine
 */
public record StoredShard(
    ShardState state,
    Optional<SequenceNumber> position,
    Optional<Instant> positionAt,
    boolean pastBoundary,
    Optional<Instant> readUntil,
    long inserted,
    long dropped,
    long quarantined) {

  /** A shard of which nothing has been read. */
  public static StoredShard unread(ShardState state, boolean pastBoundary) {
    return new StoredShard(
        state, Optional.empty(), Optional.empty(), pastBoundary, Optional.empty(), 0, 0, 0);
  }
}
