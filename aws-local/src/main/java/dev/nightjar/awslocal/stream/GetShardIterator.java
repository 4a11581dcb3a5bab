package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.time.Clock;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** GetShardIterator: a place in a shard to read on from. */
final class GetShardIterator implements Operation {

  private final Streams streams;
  private final Clock clock;

  GetShardIterator(Streams streams, Clock clock) {
    this.streams = streams;
    this.clock = clock;
  }

  /** ShardIteratorType. */
  private enum Type {
    TRIM_HORIZON,
    LATEST,
    AT_SEQUENCE_NUMBER,
    AFTER_SEQUENCE_NUMBER
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    TableStream stream = streams.require(input.requiredString("StreamArn"));
    String shard = input.requiredString("ShardId");
    Type type =
        input
            .oneOf("ShardIteratorType", Type.class)
            .orElseThrow(() -> Input.missing("ShardIteratorType"));
    Optional<String> number = input.string("SequenceNumber");
    long after =
        switch (type) {
          case TRIM_HORIZON -> {
            refuse(number, type);
            yield stream.trimHorizon(shard);
          }
          case LATEST -> {
            refuse(number, type);
            yield stream.latest(shard);
          }
          case AT_SEQUENCE_NUMBER -> stream.position(shard, parse(number, type)) - 1;
          case AFTER_SEQUENCE_NUMBER -> stream.position(shard, parse(number, type));
        };
    var iterator = new ShardIterator(stream.identity().arn(), shard, after, clock.millis());
    return JsonNodeFactory.instance.objectNode().put("ShardIterator", iterator.text());
  }

  private static void refuse(Optional<String> number, Type type) {
    if (number.isPresent()) {
      throw AwsError.validation("SequenceNumber must not be given for ShardIteratorType " + type);
    }
  }

  private static SequenceNumber parse(Optional<String> number, Type type) {
    String text =
        number.orElseThrow(
            () -> AwsError.validation("SequenceNumber is required for ShardIteratorType " + type));
    return SequenceNumber.parse(text)
        .orElseThrow(() -> AwsError.validation("Invalid SequenceNumber: " + text));
  }
}
