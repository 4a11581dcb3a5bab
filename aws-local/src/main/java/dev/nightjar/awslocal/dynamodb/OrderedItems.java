package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.key.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Items in the order of a key. Not thread-safe: the table's lock guards it. */
final class OrderedItems {

  private final TreeMap<ItemKey, StoredItem> items = new TreeMap<>();

  /** The item's key as it is stored, if it is stored, so that equal keys are one object. */
  ItemKey stored(ItemKey key) {
    ItemKey found = items.ceilingKey(key);
    return found != null && found.equals(key) ? found : key;
  }

  StoredItem get(ItemKey key) {
    return items.getOrDefault(key, StoredItem.ABSENT);
  }

  void put(ItemKey key, StoredItem item) {
    if (item.exists()) {
      items.put(key, item);
    } else {
      items.remove(key);
    }
  }

  int size() {
    return items.size();
  }

  NavigableMap<ItemKey, StoredItem> all() {
    return items;
  }

  /**
   * The next items of a range: at least one, if there is one, then as many as have room.
   *
   * @param after an item's key to go on behind
   */
  ItemPage page(KeyRange range, Optional<ItemKey> after, boolean forward, int limit, int bytes) {
    List<StoredItem> page = new ArrayList<>();
    long size = 0;
    for (Map.Entry<ItemKey, StoredItem> entry : from(range, after, forward).entrySet()) {
      size += entry.getValue().size();
      if (size > bytes && !page.isEmpty()) {
        return new ItemPage(page, true);
      }
      page.add(entry.getValue());
      if (page.size() == limit) {
        return new ItemPage(page, true);
      }
    }
    return new ItemPage(page, false);
  }

  /** The items of a range. */
  NavigableMap<ItemKey, StoredItem> within(KeyRange range) {
    NavigableMap<ItemKey, StoredItem> part = items.tailMap(range.from(), true);
    return range.to().isPresent() ? part.headMap(range.to().get(), false) : part;
  }

  /** The bytes of the items of a range. */
  long bytes(KeyRange range) {
    return within(range).values().stream().mapToLong(StoredItem::size).sum();
  }

  private NavigableMap<ItemKey, StoredItem> from(
      KeyRange range, Optional<ItemKey> after, boolean forward) {
    NavigableMap<ItemKey, StoredItem> part = within(range);
    if (after.isPresent()) {
      ItemKey start = after.get();
      boolean inside = range.contains(start);
      if (inside) {
        part = forward ? part.tailMap(start, false) : part.headMap(start, false);
      } else if (forward != start.compareTo(range.from()) < 0) {
        part = new TreeMap<>();
      }
    }
    return forward ? part : part.descendingMap();
  }
}
