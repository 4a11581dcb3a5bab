package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** ListTables: names of the caller's account and region, 100 a page. */
final class ListTables implements Operation {

  private static final int PAGE = 100;

  private final TableStore tables;

  ListTables(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    int limit = input.integer("Limit", 1, PAGE).orElse(PAGE);
    Optional<String> start = input.string("ExclusiveStartTableName");
    List<String> names =
        tables.all(caller.account(), caller.region()).stream()
            .map(table -> table.definition().arn().name())
            .filter(name -> start.isEmpty() || name.compareTo(start.get()) > 0)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("TableNames");
    names.stream().limit(limit).forEach(list::add);
    if (names.size() > limit) {
      answer.put("LastEvaluatedTableName", names.get(limit - 1));
    }
    return answer;
  }
}
