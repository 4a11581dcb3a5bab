package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * BatchWriteItem: up to 25 puts and deletes. All are checked first, then each is done by itself.
 */
final class BatchWriteItem implements Operation {

  private static final int MAX_ITEMS = 25;

  private final TableStore tables;

  BatchWriteItem(TableStore tables) {
    this.tables = tables;
  }

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    Input request = input.requiredObject("RequestItems");
    List<ItemWrite> writes = new ArrayList<>();
    for (String name : request.names()) {
      Table table = tables.usable(TableNames.ofMap(name, request), caller);
      Set<ItemKey> keys = new HashSet<>();
      List<Input> parts = request.objects(name).orElseThrow(() -> request.absent(name));
      if (parts.isEmpty() || parts.size() > MAX_ITEMS) {
        throw Input.constraint(
            "RequestItems",
            request.json().toString(),
            "Map value must satisfy constraint: [Member must have length less than or equal to "
                + MAX_ITEMS
                + ", Member must have length greater than or equal to 1]");
      }
      for (Input part : parts) {
        ItemWrite write = write(part, table);
        if (!keys.add(write.key())) {
          throw AwsError.validation("Provided list of item keys contains duplicates");
        }
        writes.add(write);
      }
    }
    if (writes.isEmpty()) {
      throw Input.constraint(
          "RequestItems", "{}", "Member must have length greater than or equal to 1");
    }
    if (writes.size() > MAX_ITEMS) {
      throw AwsError.validation("Too many items requested for the BatchWriteItem call");
    }
    Map<Table, Consumed> units = new LinkedHashMap<>();
    for (ItemWrite write : writes) {
      units.computeIfAbsent(write.table(), Capacity::of).write(write.apply(), 1);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.putObject("UnprocessedItems");
    Capacity.report(input, units.values(), answer);
    ItemCollections.report(input, writes, answer);
    return answer;
  }

  private static ItemWrite write(Input part, Table table) {
    if (part.has("PutRequest") == part.has("DeleteRequest")) {
      throw AwsError.validation(
          "Supplied WriteRequest must contain exactly one of" + " PutRequest and DeleteRequest");
    }
    return part.has("PutRequest")
        ? ItemWrites.putInBatch(part.requiredObject("PutRequest"), table)
        : ItemWrites.delete(part.requiredObject("DeleteRequest"), table);
  }
}
