package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.operation.OperationRegistry;
import java.time.Clock;

/** The operations of DynamoDB Streams. */
public final class StreamOperations {

  private static final String PREFIX = "DynamoDBStreams_20120810.";

  private StreamOperations() {}

  /** Adds all of them. */
  public static void register(OperationRegistry registry, Streams streams, Clock clock) {
    registry.register(PREFIX + "ListStreams", new ListStreams(streams));
    registry.register(PREFIX + "DescribeStream", new DescribeStream(streams));
    registry.register(PREFIX + "GetShardIterator", new GetShardIterator(streams, clock));
    registry.register(PREFIX + "GetRecords", new GetRecords(streams, clock));
  }
}
