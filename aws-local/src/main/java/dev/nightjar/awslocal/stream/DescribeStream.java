package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.dynamodb.key.KeyAttribute;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** DescribeStream: the stream and its shards by id, 100 a page; or the children of one shard. */
final class DescribeStream implements Operation {

  private static final int PAGE = 100;

  private final Streams streams;

  DescribeStream(Streams streams) {
    this.streams = streams;
  }

  /** The types of a ShardFilter. */
  private enum FilterType {
    CHILD_SHARDS
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    TableStream stream = streams.require(input.requiredString("StreamArn"));
    int limit = input.integer("Limit", 1, PAGE).orElse(PAGE);
    Optional<String> start = input.string("ExclusiveStartShardId");
    Predicate<ShardInfo> filter = input.object("ShardFilter").map(this::filter).orElse(_ -> true);
    List<ShardInfo> shards =
        stream.listing().stream()
            .filter(filter)
            .filter(shard -> start.isEmpty() || shard.id().compareTo(start.get()) > 0)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode description = answer.putObject("StreamDescription");
    describe(stream, description);
    ArrayNode list = description.putArray("Shards");
    shards.stream().limit(limit).forEach(shard -> describe(shard, list.addObject()));
    if (shards.size() > limit) {
      description.put("LastEvaluatedShardId", shards.get(limit - 1).id());
    }
    return answer;
  }

  private Predicate<ShardInfo> filter(Input filter) {
    FilterType type =
        filter.oneOf("Type", FilterType.class).orElseThrow(() -> filter.absent("Type"));
    String shardId = filter.requiredString("ShardId");
    if (!ShardIds.wellFormed(shardId)) {
      throw filter.refused(
          "ShardId", shardId, "Member must have length greater than or equal to 28");
    }
    return switch (type) {
      case CHILD_SHARDS -> shard -> shard.parent().filter(shardId::equals).isPresent();
    };
  }

  private static void describe(TableStream stream, ObjectNode to) {
    StreamIdentity identity = stream.identity();
    to.put("StreamArn", identity.arn());
    to.put("StreamLabel", identity.label());
    to.put("StreamStatus", stream.status());
    to.put("StreamViewType", identity.view().name());
    to.put("CreationRequestDateTime", identity.requested().toEpochMilli() / 1000.0);
    to.put("TableName", identity.tableName());
    describe(identity.keys(), to.putArray("KeySchema"));
  }

  private static void describe(KeySchema keys, ArrayNode to) {
    to.addObject().put("AttributeName", keys.partition().name()).put("KeyType", "HASH");
    keys.sort()
        .map(KeyAttribute::name)
        .ifPresent(name -> to.addObject().put("AttributeName", name).put("KeyType", "RANGE"));
  }

  private static void describe(ShardInfo shard, ObjectNode to) {
    to.put("ShardId", shard.id());
    ObjectNode range = to.putObject("SequenceNumberRange");
    range.put("StartingSequenceNumber", shard.startingSequenceNumber());
    shard.endingSequenceNumber().ifPresent(end -> range.put("EndingSequenceNumber", end));
    shard.parent().ifPresent(parent -> to.put("ParentShardId", parent));
  }
}
