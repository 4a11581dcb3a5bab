package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A secondary index.
 *
 * @param global whether it has a partition key of its own choice
 * @param projectionType ALL, KEYS_ONLY or INCLUDE
 * @param nonKeyAttributes those that INCLUDE adds
 * @param throughput of a global index of a provisioned table
 */
public record SecondaryIndex(
    String name,
    KeySchema keys,
    boolean global,
    String projectionType,
    List<String> nonKeyAttributes,
    Throughput throughput) {

  /** The same with another throughput. */
  public SecondaryIndex withThroughput(Throughput other) {
    return new SecondaryIndex(name, keys, global, projectionType, nonKeyAttributes, other);
  }

  /** What of an item of these table keys is in the index. */
  public Item project(Item item, KeySchema tableKeys) {
    if (projectionType.equals("ALL")) {
      return item;
    }
    Map<String, AttributeValue> part = new HashMap<>();
    item.attributes()
        .forEach((attribute, value) -> {
          if (tableKeys.contains(attribute)
              || keys.contains(attribute)
              || nonKeyAttributes.contains(attribute)) {
            part.put(attribute, value);
          }
        });
    return Item.of(part);
  }
}
