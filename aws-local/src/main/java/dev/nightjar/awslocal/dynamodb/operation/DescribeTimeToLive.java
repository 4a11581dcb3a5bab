package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** DescribeTimeToLive. */
final class DescribeTimeToLive implements Operation {

  private final TableStore tables;

  DescribeTimeToLive(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Table table = TableNames.existing(new Input(json), tables, caller);
    Optional<String> attribute = table.timeToLive();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode description = answer.putObject("TimeToLiveDescription");
    description.put("TimeToLiveStatus", attribute.isPresent() ? "ENABLED" : "DISABLED");
    attribute.ifPresent(name -> description.put("AttributeName", name));
    return answer;
  }
}
