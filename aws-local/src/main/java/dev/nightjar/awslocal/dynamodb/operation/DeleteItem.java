package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
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
    ItemWrite write = ItemWrites.delete(input, table);
    return WriteAnswers.of(input, write, write.apply(), values);
  }
}
