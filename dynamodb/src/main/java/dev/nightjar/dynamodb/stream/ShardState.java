package dev.nightjar.dynamodb.stream;

import dev.nightjar.dynamodb.change.SequenceNumber;
import java.time.Instant;
import java.util.Optional;

/**
 * What a {@link ShardTree} knows of one shard, to be stored and given back after a restart.
 *
 * @param id the shard
 * @param parentId its parent, as far as a listing has named one
 * @param phase how far it is
 * @param begun whether reading it has begun; its place in the lineage is fixed from then on
 * @param depth its place in its lineage: a root is 1, a child its parent's + 1; 0 while it is not
 *     known yet
 * @param startingSequenceNumber as listed
 * @param endingSequenceNumber as listed; present once the shard is closed
 * @param lastListedAt when a listing last named it; empty for one that only its child names
 * @param finishedAt when it was read to its end, or found to be gone
 */
public record ShardState(
    ShardId id,
    Optional<ShardId> parentId,
    Phase phase,
    boolean begun,
    int depth,
    Optional<SequenceNumber> startingSequenceNumber,
    Optional<SequenceNumber> endingSequenceNumber,
    Optional<Instant> lastListedAt,
    Optional<Instant> finishedAt) {

  /** How far a shard is. */
  public enum Phase {
    /** Its parent is not read to its end yet, or not known to be gone. */
    WAITING,
    /** It may be read. */
    READABLE,
    /** It was read to its end. */
    FINISHED,
    /** AWS said that it no longer exists; its children need not wait for it. */
    GONE
  }

  /** Whether its children may be read. */
  public boolean over() {
    return phase == Phase.FINISHED || phase == Phase.GONE;
  }

  /** Whether nothing more will be written to it. */
  public boolean closed() {
    return endingSequenceNumber.isPresent();
  }

  /**
   * Whether a position is the shard's end: it is closed and the position is at or past its last
   * sequence number.
   */
  public boolean endsAt(SequenceNumber position) {
    return endingSequenceNumber.isPresent() && position.compareTo(endingSequenceNumber.get()) >= 0;
  }
}
