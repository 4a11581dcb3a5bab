package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.key.KeyRange;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.stream.Change;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;

/**
 * A table's items in the orders of its secondary indexes. Not thread-safe: the table's lock guards
 * it.
 */
final class IndexedItems {

  private record Index(SecondaryIndex definition, OrderedItems items, Instant activeFrom) {}

  private final Map<String, Index> indexes = new LinkedHashMap<>();

  /** Adds an index over the items that are there. */
  void add(SecondaryIndex index, NavigableMap<ItemKey, StoredItem> there, Instant activeFrom) {
    OrderedItems ordered = new OrderedItems();
    there.forEach((key, stored) -> {
      Item item = stored.item();
      if (index.keys().indexes(item)) {
        ordered.put(index.keys().keyOf(item).followedBy(key), stored);
      }
    });
    indexes.put(index.name(), new Index(index, ordered, activeFrom));
  }

  void remove(String name) {
    indexes.remove(name);
  }

  OrderedItems get(String name) {
    return indexes.get(name).items();
  }

  IndexState state(String name, KeySchema tableKeys, Instant now) {
    Index index = indexes.get(name);
    String status = now.isBefore(index.activeFrom()) ? "CREATING" : "ACTIVE";
    long bytes = bytes(index, tableKeys, index.items().all().values());
    return new IndexState(status, index.items().size(), bytes);
  }

  /** The bytes that an index keeps of one of its partitions. */
  long bytes(String name, KeySchema tableKeys, AttributeValue partition) {
    Index index = indexes.get(name);
    return bytes(index, tableKeys, index.items().within(KeyRange.partition(partition)).values());
  }

  private static long bytes(Index index, KeySchema tableKeys, Collection<StoredItem> items) {
    return index.definition().projectionType().equals("ALL")
        ? items.stream().mapToLong(StoredItem::size).sum()
        : items.stream()
            .mapToLong(item -> index.definition().project(item.item(), tableKeys).size())
            .sum();
  }

  void apply(Change change) {
    if (indexes.isEmpty()) {
      return;
    }
    Item before = change.before().item();
    Item after = change.after().item();
    for (Index index : indexes.values()) {
      var keys = index.definition().keys();
      if (keys.indexes(before)) {
        index.items().put(keys.keyOf(before).followedBy(change.key()), StoredItem.ABSENT);
      }
      if (keys.indexes(after)) {
        index.items().put(keys.keyOf(after).followedBy(change.key()), change.after());
      }
    }
  }
}
