package dev.nightjar.awslocal.stream;

import java.time.Instant;
import java.util.Optional;

/**
 * A shard of a stream.
 *
 * @param id {@code shardId-<20 digits of epoch ms>-<8 hex digits>}
 * @param parent the shard that it went on from; none for those that the stream began with
 * @param created when it opened
 * @param startingSequenceNumber at or below that of its first record
 * @param endingSequenceNumber of a closed shard: at or above that of its last record
 * @param records how many records can be read
 */
public record ShardInfo(
    String id,
    Optional<String> parent,
    Instant created,
    String startingSequenceNumber,
    Optional<String> endingSequenceNumber,
    long records) {

  /** The same without an ending sequence number. */
  ShardInfo asIfOpen() {
    return new ShardInfo(id, parent, created, startingSequenceNumber, Optional.empty(), records);
  }

  /** Whether it is written to. */
  public boolean open() {
    return endingSequenceNumber.isEmpty();
  }
}
