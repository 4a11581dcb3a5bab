package dev.nightjar.awslocal.stream;

import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ListStreams: the streams of the caller's account and region, 100 a page. */
final class ListStreams implements Operation {

  private static final int PAGE = 100;

  private final Streams streams;

  ListStreams(Streams streams) {
    this.streams = streams;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    int limit = input.integer("Limit", 1, PAGE).orElse(PAGE);
    Optional<String> table = input.string("TableName");
    Optional<String> start = input.string("ExclusiveStartStreamArn");
    start.ifPresent(streams::requireArn);
    List<StreamIdentity> found =
        streams.list(caller.account(), caller.region()).stream()
            .map(TableStream::identity)
            .filter(stream -> table.isEmpty() || named(stream, table.get()))
            .filter(stream -> start.isEmpty() || stream.arn().compareTo(start.get()) > 0)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("Streams");
    found.stream()
        .limit(limit)
        .forEach(stream ->
            list.addObject()
                .put("StreamArn", stream.arn())
                .put("TableName", stream.tableName())
                .put("StreamLabel", stream.label()));
    if (found.size() > limit) {
      answer.put("LastEvaluatedStreamArn", found.get(limit - 1).arn());
    }
    return answer;
  }

  private static boolean named(StreamIdentity stream, String nameOrArn) {
    return stream.tableName().equals(nameOrArn) || stream.arn().startsWith(nameOrArn + "/stream/");
  }
}
