package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.ItemWriter;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The items of now, as two arrays of references, and those that were other ones at the instant.
 * Immutable.
 */
final class Snapshot implements TableSnapshot {

  private final String tableArn;
  private final String tableId;
  private final Instant asOf;
  private final ItemKey[] keys;
  private final StoredItem[] items;
  private final TreeMap<ItemKey, StoredItem> changed;
  private final Optional<ItemWriter> writer;
  private final long itemCount;
  private final long sizeBytes;

  /**
   * @param now what the table holds
   * @param changed what was stored at the instant under the keys that were changed since
   * @param writer writes the items anew; without it they are handed over as they are stored
   */
  Snapshot(
      String tableArn,
      String tableId,
      Instant asOf,
      NavigableMap<ItemKey, StoredItem> now,
      TreeMap<ItemKey, StoredItem> changed,
      Optional<ItemWriter> writer) {
    this.tableArn = tableArn;
    this.tableId = tableId;
    this.asOf = asOf;
    this.changed = changed;
    this.writer = writer;
    keys = new ItemKey[now.size()];
    items = new StoredItem[now.size()];
    int at = 0;
    long count = 0;
    long bytes = 0;
    for (Map.Entry<ItemKey, StoredItem> entry : now.entrySet()) {
      keys[at] = entry.getKey();
      items[at++] = entry.getValue();
      if (!changed.containsKey(entry.getKey())) {
        count++;
        bytes += entry.getValue().size();
      }
    }
    for (StoredItem then : changed.values()) {
      if (then.exists()) {
        count++;
        bytes += then.size();
      }
    }
    itemCount = count;
    sizeBytes = bytes;
  }

  @Override
  public String tableArn() {
    return tableArn;
  }

  @Override
  public String tableId() {
    return tableId;
  }

  @Override
  public Instant asOf() {
    return asOf;
  }

  @Override
  public long itemCount() {
    return itemCount;
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  @Override
  public <E extends Exception> void forEach(ItemConsumer<E> consumer) throws E {
    int at = 0;
    for (Map.Entry<ItemKey, StoredItem> then : changed.entrySet()) {
      while (at < keys.length && keys[at].compareTo(then.getKey()) < 0) {
        accept(keys[at], items[at++], consumer);
      }
      if (at < keys.length && keys[at].equals(then.getKey())) {
        at++;
      }
      accept(then.getKey(), then.getValue(), consumer);
    }
    while (at < keys.length) {
      accept(keys[at], items[at++], consumer);
    }
  }

  private <E extends Exception> void accept(ItemKey key, StoredItem item, ItemConsumer<E> consumer)
      throws E {
    if (item.exists()) {
      consumer.accept(
          key.hash(), writer.isPresent() ? writer.get().write(item.item()) : item.json());
    }
  }
}
