package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValueReader;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.RawJson;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.request.Input;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What ReturnItemCollectionMetrics asks for: the sizes of the item collections that a write
 * changed. Only a table with local secondary indexes has item collections.
 */
final class ItemCollections {

  private static final double GIGABYTE = 1L << 30;

  private ItemCollections() {}

  private enum Wanted {
    SIZE,
    NONE
  }

  private static boolean wanted(Input input) {
    return input.oneOf("ReturnItemCollectionMetrics", Wanted.class).orElse(Wanted.NONE)
        == Wanted.SIZE;
  }

  /** Adds the metrics of one write. */
  static void report(Input input, Table table, ItemKey key, ObjectNode answer) {
    if (wanted(input) && hasCollections(table)) {
      answer.set("ItemCollectionMetrics", metrics(table, key));
    }
  }

  /** Adds the metrics of several writes, by table and each collection once. */
  static void report(Input input, List<ItemWrite> writes, ObjectNode answer) {
    if (!wanted(input)) {
      return;
    }
    Map<String, List<JsonNode>> byTable = new LinkedHashMap<>();
    for (ItemWrite write : writes) {
      if (hasCollections(write.table())) {
        List<JsonNode> all =
            byTable.computeIfAbsent(
                write.table().definition().arn().name(), _ -> new ArrayList<>());
        ObjectNode metrics = metrics(write.table(), write.key());
        if (all.stream().map(JsonNode::toString).noneMatch(metrics.toString()::equals)) {
          all.add(metrics);
        }
      }
    }
    if (!byTable.isEmpty()) {
      ObjectNode tables = answer.putObject("ItemCollectionMetrics");
      byTable.forEach((name, all) -> {
        ArrayNode list = tables.putArray(name);
        all.forEach(list::add);
      });
    }
  }

  private static boolean hasCollections(Table table) {
    return table.definition().indexes().stream().anyMatch(index -> !index.global());
  }

  private static ObjectNode metrics(Table table, ItemKey key) {
    String name = table.definition().keys().partition().name();
    AttributeValue partition = AttributeValueReader.readItem(key.json()).attributes().get(name);
    double gigabytes = Math.floor(table.collectionBytes(partition) / GIGABYTE);
    ObjectNode metrics = JsonNodeFactory.instance.objectNode();
    metrics.set("ItemCollectionKey", RawJson.node(Item.of(Map.of(name, partition))));
    metrics.putArray("SizeEstimateRangeGB").add(gigabytes).add(gigabytes + 1);
    return metrics;
  }
}
