package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.expression.Condition;
import dev.nightjar.awslocal.dynamodb.expression.Conditions;
import dev.nightjar.awslocal.dynamodb.expression.KeyCondition;
import dev.nightjar.awslocal.dynamodb.expression.Path;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.key.KeyRange;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Query: the items of one partition key in the order of the sort key. */
final class Query implements Operation {

  private final TableStore tables;

  Query(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    Table table = TableNames.usable(input, tables, caller);
    RequestExpressions expressions = RequestExpressions.of(input);
    Condition condition =
        expressions
            .keyCondition()
            .orElseThrow(() ->
                AwsError.validation(
                    "Either the KeyConditions or KeyConditionExpression parameter must be"
                        + " specified in the request."));
    PagedRead read = new PagedRead(input, table, expressions);
    Optional<ItemKey> start = read.start();
    KeyRange range = KeyCondition.range(condition, read.keys());
    start.ifPresent(place -> requireInside(range, place));
    expressions.filter().ifPresent(filter -> requireNoKeys(filter, read.keys()));
    boolean forward = !input.has("ScanIndexForward") || input.bool("ScanIndexForward");
    return read.read(range, forward);
  }

  private static void requireNoKeys(Condition filter, KeySchema keys) {
    for (Path path : Conditions.paths(filter)) {
      if (keys.contains(path.attribute())) {
        throw AwsError.validation(
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: "
                + path.attribute());
      }
    }
  }

  private static void requireInside(KeyRange range, ItemKey start) {
    if (!range.contains(start)) {
      throw AwsError.validation(
          "The provided starting key is outside query boundaries based on provided conditions");
    }
  }
}
