package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** DescribeTable. Its counts are those of now, where AWS's are up to six hours old. */
final class DescribeTable implements Operation {

  private final TableStore tables;

  DescribeTable(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("Table", TableDescription.of(TableNames.existing(new Input(json), tables, caller)));
    return answer;
  }
}
