package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.expression.Projection;
import dev.nightjar.awslocal.dynamodb.expression.Update;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.operation.ItemWrite.Outcome;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import tools.jackson.databind.node.ObjectNode;

/** UpdateItem: an item is changed, or made of its key and the update. */
final class UpdateItem implements Operation {

  private final TableStore tables;

  UpdateItem(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    ReturnValues values = input.oneOf("ReturnValues", ReturnValues.class).orElse(ReturnValues.NONE);
    Table table = TableNames.usable(input, tables, caller);
    RequestExpressions expressions = RequestExpressions.of(input);
    ItemWrite write = ItemWrites.update(input, table, expressions);
    Outcome outcome = write.apply();
    ObjectNode answer = WriteAnswers.of(input, write, outcome, values);
    Update update = expressions.update().orElse(Update.NOTHING);
    switch (values) {
      case UPDATED_OLD -> updated(update, outcome.before(), answer);
      case UPDATED_NEW -> updated(update, outcome.after(), answer);
      case NONE, ALL_OLD, ALL_NEW -> {}
    }
    return answer;
  }

  private static void updated(Update update, StoredItem item, ObjectNode answer) {
    if (update.paths().isEmpty() || !item.exists()) {
      return;
    }
    Item part = new Projection(update.paths()).of(item.item());
    if (!part.isEmpty()) {
      WriteAnswers.attributes(StoredItem.of(part), answer);
    }
  }
}
