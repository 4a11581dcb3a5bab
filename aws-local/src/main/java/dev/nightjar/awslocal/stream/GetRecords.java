package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.dynamodb.item.RawJson;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.time.Clock;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * GetRecords: the records behind an iterator, and the next iterator. There is none behind the last
 * record of a closed shard, so the answer that says so may carry records.
 */
final class GetRecords implements Operation {

  private static final int PAGE = 1000;

  private final Streams streams;
  private final Clock clock;

  GetRecords(Streams streams, Clock clock) {
    this.streams = streams;
    this.clock = clock;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    ShardIterator iterator = ShardIterator.parse(input.requiredString("ShardIterator"));
    int limit = input.integer("Limit", 1, PAGE).orElse(PAGE);
    TableStream stream = streams.require(iterator.streamArn());
    Duration life = streams.conditions().iteratorLife();
    if (iterator.expired(clock.instant(), life)) {
      throw AwsError.client(
          "ExpiredIteratorException",
          "Iterator expired. The iterator was created at time "
              + iterator.issued()
              + " and lives for "
              + life.toSeconds()
              + " seconds.");
    }
    ShardPage page = stream.read(iterator.shardId(), iterator.after(), limit);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("Records", RawJson.node(stream.write(page)));
    if (!page.end()) {
      var next =
          new ShardIterator(
              iterator.streamArn(), iterator.shardId(), page.position(), clock.millis());
      answer.put("NextShardIterator", next.text());
    }
    return answer;
  }
}
