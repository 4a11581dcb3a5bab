package dev.nightjar.dynamodb.stream;

import java.util.List;
import java.util.Optional;

/**
 * DynamoDB Streams. Every method blocks (call it from a virtual thread), may be called by many
 * threads at once, and fails with a subclass of {@link dev.nightjar.dynamodb.failure.AwsException};
 * a failed listing is never a shorter listing.
 */
public interface StreamClient {

  /**
   * One page of DescribeStream.
   *
   * @param exclusiveStart {@link StreamDescription#lastEvaluatedShardId()} of the page before;
   *     empty for the first
   */
  StreamDescription describePage(String streamArn, Optional<ShardId> exclusiveStart);

  /**
   * All pages of DescribeStream, united; each page counts against AWS's limit of 10 calls a second.
   */
  StreamDescription describe(String streamArn);

  /**
   * The children of a shard, through {@code ShardFilter CHILD_SHARDS}; for a moment after a roll
   * not all of them.
   */
  List<Shard> children(String streamArn, ShardId parent);

  /** A shard iterator; it is good for 15 minutes. */
  String shardIterator(String streamArn, ShardId shard, IteratorPosition position);

  /** The next page of at most 1000 records or 1 MB. */
  RecordPage records(String shardIterator);
}
