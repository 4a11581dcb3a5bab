package dev.nightjar.awslocal.dynamodb.item;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An item: attribute values by name. Immutable.
 *
 * @param attributes sorted by name
 */
public record Item(SortedMap<String, AttributeValue> attributes) {

  /** An item without attributes. */
  public static final Item EMPTY = new Item(Collections.emptySortedMap());

  /** An item of these attributes. */
  public static Item of(Map<String, AttributeValue> attributes) {
    return new Item(Collections.unmodifiableSortedMap(new TreeMap<>(attributes)));
  }

  /** The attribute's value. */
  public Optional<AttributeValue> get(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** The size in bytes by which DynamoDB limits and bills an item. */
  public int size() {
    return ItemSize.of(attributes);
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return attributes.isEmpty();
  }
}
