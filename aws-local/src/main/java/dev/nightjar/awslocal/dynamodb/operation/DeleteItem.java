package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.operation.ItemWrite.Outcome;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import tools.jackson.databind.node.ObjectNode;

/** DeleteItem: what is not there is deleted as well. */
final class DeleteItem implements Operation {

  private final TableStore tables;

  DeleteItem(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    ReturnValues values = WriteAnswers.oldOrNothing(input);
    Table table = TableNames.usable(input, tables, caller);
    Outcome outcome = ItemWrites.delete(input, table).apply();
    return WriteAnswers.of(input, table, outcome, values);
  }
}
