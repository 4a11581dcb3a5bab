package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.expression.Projection;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** TransactGetItems: up to 100 items as they were at one moment. */
final class TransactGetItems implements Operation {

  private static final int MAX_ITEMS = 100;

  private final TableStore tables;

  TransactGetItems(TableStore tables) {
    this.tables = tables;
  }

  private record Get(Table table, ItemKey key, Optional<Projection> projection) {}

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    List<Input> items =
        input.objects("TransactItems").orElseThrow(() -> Input.missing("TransactItems"));
    if (items.isEmpty() || items.size() > MAX_ITEMS) {
      throw Input.constraint(
          "TransactItems",
          items.size() + " items",
          "Member must have length less than or equal to 100, Member must have length greater than"
              + " or equal to 1");
    }
    List<Get> gets = items.stream().map(item -> get(item.requiredObject("Get"), caller)).toList();
    var involved = new TreeSet<Table>();
    gets.forEach(get -> involved.add(get.table));
    List<StoredItem> found =
        TableStore.locked(
            involved, () -> gets.stream().map(get -> get.table.get(get.key)).toList());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode responses = answer.putArray("Responses");
    Map<Table, Consumed> units = new LinkedHashMap<>();
    for (int at = 0; at < gets.size(); at++) {
      ObjectNode response = responses.addObject();
      StoredItem item = found.get(at);
      if (item.exists()) {
        response.set("Item", Items.node(item, gets.get(at).projection));
      }
      units
          .computeIfAbsent(
              gets.get(at).table, table -> Capacity.ofTransaction(table, "ReadCapacityUnits"))
          .read(2 * Capacity.read(item.size(), true));
    }
    Capacity.report(input, units.values(), answer);
    return answer;
  }

  private Get get(Input input, Caller caller) {
    Table table = TableNames.usable(input, tables, caller);
    return new Get(table, ItemWrites.key(input, table), RequestExpressions.of(input).projection());
  }
}
