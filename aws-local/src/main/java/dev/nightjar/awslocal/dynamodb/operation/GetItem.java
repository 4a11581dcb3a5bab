package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** GetItem: without Item in the answer where there is none. Every read is consistent. */
final class GetItem implements Operation {

  private final TableStore tables;

  GetItem(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    Table table = TableNames.usable(input, tables, caller);
    RequestExpressions expressions = RequestExpressions.of(input);
    StoredItem item = table.get(ItemWrites.key(input, table));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (item.exists()) {
      answer.set("Item", Items.node(item, expressions.projection()));
    }
    double units = Capacity.read(item.size(), input.bool("ConsistentRead"));
    Capacity.report(input, Capacity.of(table).read(units), answer);
    return answer;
  }
}
