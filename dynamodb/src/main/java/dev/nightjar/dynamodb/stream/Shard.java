package dev.nightjar.dynamodb.stream;

import dev.nightjar.dynamodb.change.SequenceNumber;
import java.util.Optional;

/**
 * A shard as DescribeStream lists it.
 *
 * @param id its id
 * @param parentId the shard that it continues, whether or not that one is still listed
 * @param startingSequenceNumber the first of its range
 * @param endingSequenceNumber the last of its range; present once the shard is closed
 */
public record Shard(
    ShardId id,
    Optional<ShardId> parentId,
    Optional<SequenceNumber> startingSequenceNumber,
    Optional<SequenceNumber> endingSequenceNumber) {

  /** Whether nothing more will be written to it. */
  public boolean closed() {
    return endingSequenceNumber.isPresent();
  }
}
