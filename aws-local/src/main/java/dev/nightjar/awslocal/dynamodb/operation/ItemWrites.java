package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.SecondaryIndex;
import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.expression.Path;
import dev.nightjar.awslocal.dynamodb.expression.Update;
import dev.nightjar.awslocal.dynamodb.expression.Updates;
import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValueReader;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.dynamodb.key.KeyAttribute;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Makes writes of requests: those of single operations, batches and transactions alike. */
final class ItemWrites {

  /** "The maximum item size in DynamoDB is 400 KB" (quotas in the developer guide). */
  private static final int MAX_BYTES = 400 * 1024;

  private static final Optional<String> UPDATED_INDEX_KEY =
      Optional.of(
          "The update expression attempted to update the secondary index key to unsupported type");

  private ItemWrites() {}

  private enum OnFailure {
    NONE,
    ALL_OLD
  }

  static ItemWrite put(Input input, Table table) {
    return put(input, item(input, "Item"), table);
  }

  /** A put of a batch, whose key is judged as a key and not as a part of an item. */
  static ItemWrite putInBatch(Input input, Table table) {
    Item item = item(input, "Item");
    if (!table.definition().keys().fits(item)) {
      throw AwsError.validation("The provided key element does not match the schema");
    }
    return put(input, item, table);
  }

  private static ItemWrite put(Input input, Item item, Table table) {
    ItemKey key = table.definition().keys().ofItem(item);
    checkIndexKeys(item, table, Optional.empty());
    StoredItem stored = StoredItem.of(item);
    if (stored.size() > MAX_BYTES) {
      throw AwsError.validation("Item size has exceeded the maximum allowed size");
    }
    return write(input, table, key, RequestExpressions.of(input), _ -> stored, stored.size());
  }

  static ItemWrite delete(Input input, Table table) {
    ItemKey key = key(input, table);
    return write(
        input, table, key, RequestExpressions.of(input), _ -> StoredItem.ABSENT, key.size());
  }

  static ItemWrite check(Input input, Table table) {
    RequestExpressions expressions = RequestExpressions.of(input);
    if (expressions.condition().isEmpty()) {
      throw input.absent("ConditionExpression");
    }
    ItemKey key = key(input, table);
    return write(input, table, key, expressions, UnaryOperator.identity(), key.size());
  }

  static ItemWrite update(Input input, Table table, RequestExpressions expressions) {
    Item keyItem = item(input, "Key");
    ItemKey key = table.definition().keys().ofKey(keyItem);
    Update update = expressions.update().orElse(Update.NOTHING);
    for (Path path : update.paths()) {
      if (table.definition().keys().contains(path.attribute())) {
        throw KeySchemas.invalid(
            "Cannot update attribute " + path.attribute() + ". This attribute is part of the key");
      }
    }
    return write(
        input,
        table,
        key,
        expressions,
        before -> {
          if (!before.exists() && update.onlyTakesAway()) {
            return StoredItem.ABSENT;
          }
          Item after = Updates.apply(update, before.exists() ? before.item() : keyItem);
          checkIndexKeys(after, table, UPDATED_INDEX_KEY);
          StoredItem stored = StoredItem.of(after);
          if (stored.size() > MAX_BYTES) {
            throw AwsError.validation("Item size to update has exceeded the maximum allowed size");
          }
          return stored;
        },
        key.size());
  }

  /** The request's Key as a key of the table. */
  static ItemKey key(Input input, Table table) {
    return table.definition().keys().ofKey(item(input, "Key"));
  }

  private static Item item(Input input, String member) {
    JsonNode json = input.node(member).orElseThrow(() -> input.absent(member));
    return AttributeValueReader.readItem(json);
  }

  private static ItemWrite write(
      Input input,
      Table table,
      ItemKey key,
      RequestExpressions expressions,
      UnaryOperator<StoredItem> change,
      int requestBytes) {
    boolean old =
        input
            .oneOf("ReturnValuesOnConditionCheckFailure", OnFailure.class)
            .filter(wanted -> wanted == OnFailure.ALL_OLD)
            .isPresent();
    return new ItemWrite(table, key, expressions.condition(), change, old, requestBytes);
  }

  /**
   * @param wrongType what is said of a key of another type than its index's, where it is always the
   *     same
   */
  private static void checkIndexKeys(Item item, Table table, Optional<String> wrongType) {
    for (SecondaryIndex index : table.definition().indexes()) {
      for (KeyAttribute attribute : index.keys().attributes()) {
        Optional<AttributeValue> value = item.get(attribute.name());
        if (value.isEmpty()) {
          continue;
        }
        AttributeType actual = value.get().type();
        if (actual != attribute.type()) {
          if (wrongType.isPresent()) {
            throw AwsError.validation(wrongType.get());
          }
          throw KeySchemas.invalid(
              "Type mismatch for Index Key "
                  + attribute.name()
                  + " Expected: "
                  + attribute.type()
                  + " Actual: "
                  + actual
                  + " IndexName: "
                  + index.name());
        }
        if (isEmpty(value.get())) {
          throw AwsError.validation(
              "One or more parameter values are not valid. A value specified for a secondary index"
                  + " key is not supported. The AttributeValue for a key attribute cannot contain"
                  + " an empty "
                  + attribute.type().word().toLowerCase(Locale.ROOT)
                  + " value. IndexName: "
                  + index.name()
                  + ", IndexKey: "
                  + attribute.name());
        }
      }
      requireLength(item, index);
    }
  }

  private static void requireLength(Item item, SecondaryIndex index) {
    if (index.keys().fits(item) && !index.keys().indexes(item)) {
      throw KeySchemas.invalid(
          "Size of a key of the index has exceeded the size limit of 2048 bytes for a partition key"
              + " and 1024 bytes for a sort key. IndexName: "
              + index.name());
    }
  }

  private static boolean isEmpty(AttributeValue value) {
    return switch (value) {
      case AttributeValue.Str(String text) -> text.isEmpty();
      case AttributeValue.Bin(var bytes) -> bytes.length() == 0;
      default -> false;
    };
  }
}
