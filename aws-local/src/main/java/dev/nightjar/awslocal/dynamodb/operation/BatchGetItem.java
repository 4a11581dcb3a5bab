package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.item.AttributeValueReader;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** BatchGetItem: up to 100 items and 16 MB; the keys beyond come back unprocessed. */
final class BatchGetItem implements Operation {

  private static final int MAX_ITEMS = 100;
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  private final TableStore tables;

  BatchGetItem(TableStore tables) {
    this.tables = tables;
  }

  /** The part of the request for one table. */
  private record Part(Table table, Input input, RequestExpressions expressions, List<Input> keys) {}

  @Override
  public ObjectNode apply(ObjectNode json, Caller caller) {
    Input input = new Input(json);
    Map<String, Part> parts = parts(input.requiredObject("RequestItems"), caller);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode responses = answer.putObject("Responses");
    ObjectNode unprocessed = answer.putObject("UnprocessedKeys");
    Map<Table, Consumed> units = new LinkedHashMap<>();
    long bytes = 0;
    for (Map.Entry<String, Part> entry : parts.entrySet()) {
      Part part = entry.getValue();
      List<StoredItem> found = new ArrayList<>();
      ArrayNode left = JsonNodeFactory.instance.arrayNode();
      boolean consistent = part.input.bool("ConsistentRead");
      for (ItemKey key : keys(part)) {
        StoredItem item = part.table.get(key);
        bytes += item.size();
        if (bytes > MAX_BYTES) {
          left.add(part.keys.get(found.size() + left.size()).json());
          continue;
        }
        units
            .computeIfAbsent(part.table, Capacity::of)
            .read(Capacity.read(item.size(), consistent));
        if (item.exists()) {
          found.add(item);
        }
      }
      responses.set(entry.getKey(), Items.array(found, part.expressions.projection()));
      if (!left.isEmpty()) {
        unprocessed.set(entry.getKey(), part.input.json().deepCopy().set("Keys", left));
      }
    }
    Capacity.report(input, units.values(), answer);
    return answer;
  }

  private Map<String, Part> parts(Input request, Caller caller) {
    Map<String, Part> parts = new LinkedHashMap<>();
    int items = 0;
    for (String name : request.names()) {
      Table table = tables.usable(TableNames.ofMap(name, request), caller);
      Input part = request.requiredObject(name);
      List<Input> keys = part.objects("Keys").orElseThrow(() -> part.absent("Keys"));
      items += keys.size();
      parts.put(name, new Part(table, part, RequestExpressions.of(part), keys));
    }
    if (items > MAX_ITEMS) {
      throw AwsError.validation("Too many items requested for the BatchGetItem call");
    }
    if (items == 0) {
      throw Input.constraint(
          "RequestItems", "{}", "Member must have length greater than or equal to 1");
    }
    return parts;
  }

  private static List<ItemKey> keys(Part part) {
    List<ItemKey> keys = new ArrayList<>();
    for (Input key : part.keys) {
      keys.add(part.table.definition().keys().ofKey(AttributeValueReader.readItem(key.json())));
    }
    Set<ItemKey> distinct = new HashSet<>(keys);
    if (distinct.size() < keys.size()) {
      throw AwsError.validation("Provided list of item keys contains duplicates");
    }
    return keys;
  }
}
