package dev.nightjar.dynamodb.stream;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An answer of DescribeStream, or several of them united. It is a hint, never the whole truth:
 * listings are eventually consistent.
 *
 * @param streamArn the stream
 * @param label its {@code StreamLabel}
 * @param status its status
 * @param viewType what its records carry
 * @param creationRequestDateTime when it was asked for
 * @param shards at most 100 for one page
 * @param lastEvaluatedShardId where the next page starts; empty on the last one
 * @param answeredAt the {@code Date} header of the (last) answer
 */
public record StreamDescription(
    String streamArn,
    String label,
    StreamStatus status,
    StreamViewType viewType,
    Optional<Instant> creationRequestDateTime,
    List<Shard> shards,
    Optional<ShardId> lastEvaluatedShardId,
    Instant answeredAt) {

  /** Copies the list. */
  public StreamDescription {
    shards = List.copyOf(shards);
  }
}
