package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** DeleteTable: the table is gone at once; its stream is disabled and can be read for a day. */
final class DeleteTable implements Operation {

  private final TableStore tables;

  DeleteTable(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Table table = TableNames.existing(new Input(json), tables, caller);
    UpdateTable.requireActive(table);
    if (table.settings().deletionProtection()) {
      throw AwsError.validation(
          "Resource cannot be deleted as it is currently protected against deletion. Disable"
              + " deletion protection first.");
    }
    tables.delete(table);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("TableDescription", TableDescription.ofDeleted(table, "DELETING"));
    return answer;
  }
}
