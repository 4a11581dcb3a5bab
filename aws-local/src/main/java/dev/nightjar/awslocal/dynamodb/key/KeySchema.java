package dev.nightjar.awslocal.dynamodb.key;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bin;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.ItemWriter;
import dev.nightjar.awslocal.operation.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The key of a table or of an index.
 *
 * @param partition the partition key (KeyType HASH)
 * @param sort the sort key (KeyType RANGE), if there is one
 */
public record KeySchema(KeyAttribute partition, Optional<KeyAttribute> sort) {

  private static final int MAX_PARTITION_BYTES = 2048;
  private static final int MAX_SORT_BYTES = 1024;

  /** The key attributes, the partition key first. */
  public List<KeyAttribute> attributes() {
    return Stream.concat(Stream.of(partition), sort.stream()).toList();
  }

  /** Whether an attribute of that name is part of the key. */
  public boolean contains(String attribute) {
    return partition.name().equals(attribute)
        || sort.isPresent() && sort.get().name().equals(attribute);
  }

  /**
   * The key of an item that is to be put.
   *
   * @throws AwsError ValidationException if a key attribute is missing, of another type, empty or
   *     too long
   */
  public ItemKey ofItem(Item item) {
    for (KeyAttribute attribute : attributes()) {
      AttributeValue value =
          item.get(attribute.name())
              .orElseThrow(() ->
                  AwsError.validation(
                      "One or more parameter values were invalid: Missing the key "
                          + attribute.name()
                          + " in the item"));
      if (value.type() != attribute.type()) {
        throw AwsError.validation(
            "One or more parameter values were invalid: Type mismatch for key "
                + attribute.name()
                + " expected: "
                + attribute.type()
                + " actual: "
                + value.type());
      }
    }
    return checked(item, "are not valid. ");
  }

  /**
   * The key that a request names.
   *
   * @param key the key attributes and nothing else
   * @throws AwsError ValidationException if it is no key of this schema, empty or too long
   */
  public ItemKey ofKey(Item key) {
    if (key.attributes().size() != attributes().size() || !fits(key)) {
      throw AwsError.validation("The provided key element does not match the schema");
    }
    return checked(key, "were invalid: ");
  }

  /** Whether an item has all key attributes in their types, as an index asks for. */
  public boolean fits(Item item) {
    for (KeyAttribute attribute : attributes()) {
      Optional<AttributeValue> value = item.get(attribute.name());
      if (value.isEmpty() || value.get().type() != attribute.type()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether an item has a place in an index of this key: it fits, and no part of the key is empty
   * or too long.
   */
  public boolean indexes(Item item) {
    return fits(item)
        && withinLimits(item, partition, MAX_PARTITION_BYTES)
        && (sort.isEmpty() || withinLimits(item, sort.get(), MAX_SORT_BYTES));
  }

  private static boolean withinLimits(Item item, KeyAttribute attribute, int most) {
    int length = length(item, attribute);
    return length > 0 && length <= most;
  }

  private static int length(Item item, KeyAttribute attribute) {
    return switch (item.attributes().get(attribute.name())) {
      case Str(String text) -> text.getBytes(StandardCharsets.UTF_8).length;
      case Bin(var bytes) -> bytes.length();
      default -> 1;
    };
  }

  /** The key attributes of an item that has them. */
  public Item project(Item item) {
    Map<String, AttributeValue> key = new HashMap<>();
    for (KeyAttribute attribute : attributes()) {
      item.get(attribute.name()).ifPresent(value -> key.put(attribute.name(), value));
    }
    return Item.of(key);
  }

  /** The place of an item in the order of this key; the item fits. */
  public ItemKey keyOf(Item item) {
    var order = new KeyOrder().partition(item.attributes().get(partition.name()));
    sort.ifPresent(attribute -> order.sort(item.attributes().get(attribute.name())));
    Item key = project(item);
    return new ItemKey(order.toArray(), ItemWriter.SORTED.write(key), key.size());
  }

  /**
   * @param wrong how the refusal of an empty value goes on, which is not the same for keys and
   *     items
   */
  private ItemKey checked(Item item, String wrong) {
    check(
        item,
        partition,
        MAX_PARTITION_BYTES,
        wrong,
        "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    sort.ifPresent(attribute ->
        check(
            item,
            attribute,
            MAX_SORT_BYTES,
            wrong,
            "Aggregated size of all range keys has exceeded the size limit of 1024 bytes"));
    return keyOf(item);
  }

  private static void check(
      Item item, KeyAttribute attribute, int most, String wrong, String tooLong) {
    int length = length(item, attribute);
    if (length == 0) {
      throw AwsError.validation(
          "One or more parameter values "
              + wrong
              + "The AttributeValue for a key attribute cannot contain an empty "
              + attribute.type().word().toLowerCase(java.util.Locale.ROOT)
              + " value. Key: "
              + attribute.name());
    }
    if (length > most) {
      throw AwsError.validation("One or more parameter values were invalid: " + tooLong);
    }
  }
}
