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
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** Makes writes of requests: those of single operations, batches and transactions alike. */
final class ItemWrites {

  /** "The maximum item size in DynamoDB is 400 KB" (quotas in the developer guide). */
  private static final int MAX_BYTES = 400 * 1024;

  private ItemWrites() {}

  private enum OnFailure {
    NONE,
    ALL_OLD
  }

  static ItemWrite put(Input input, Table table) {
    Item item = item(input, "Item");
    ItemKey key = table.definition().keys().ofItem(item);
    checkIndexKeys(item, table);
    StoredItem stored = StoredItem.of(item);
    if (stored.size() > MAX_BYTES) {
      throw AwsError.validation("Item size has exceeded the maximum allowed size");
    }
    return write(input, table, key, RequestExpressions.of(input), _ -> stored);
  }

  static ItemWrite delete(Input input, Table table) {
    return write(
        input, table, key(input, table), RequestExpressions.of(input), _ -> StoredItem.ABSENT);
  }

  static ItemWrite check(Input input, Table table) {
    RequestExpressions expressions = RequestExpressions.of(input);
    if (expressions.condition().isEmpty()) {
      throw Input.missing("ConditionExpression");
    }
    return write(input, table, key(input, table), expressions, UnaryOperator.identity());
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
          Item after = Updates.apply(update, before.exists() ? before.item() : keyItem);
          checkIndexKeys(after, table);
          StoredItem stored = StoredItem.of(after);
          if (stored.size() > MAX_BYTES) {
            throw AwsError.validation("Item size to update has exceeded the maximum allowed size");
          }
          return stored;
        });
  }

  /** The request's Key as a key of the table. */
  static ItemKey key(Input input, Table table) {
    return table.definition().keys().ofKey(item(input, "Key"));
  }

  private static Item item(Input input, String member) {
    JsonNode json = input.node(member).orElseThrow(() -> Input.missing(member));
    return AttributeValueReader.readItem(json);
  }

  private static ItemWrite write(
      Input input,
      Table table,
      ItemKey key,
      RequestExpressions expressions,
      UnaryOperator<StoredItem> change) {
    boolean old =
        input
            .oneOf("ReturnValuesOnConditionCheckFailure", OnFailure.class)
            .filter(wanted -> wanted == OnFailure.ALL_OLD)
            .isPresent();
    return new ItemWrite(table, key, expressions.condition(), change, old);
  }

  private static void checkIndexKeys(Item item, Table table) {
    for (SecondaryIndex index : table.definition().indexes()) {
      for (KeyAttribute attribute : index.keys().attributes()) {
        Optional<AttributeValue> value = item.get(attribute.name());
        if (value.isEmpty()) {
          continue;
        }
        AttributeType actual = value.get().type();
        if (actual != attribute.type()) {
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
                  + " an empty value. IndexName: "
                  + index.name()
                  + ", IndexKey: "
                  + attribute.name());
        }
      }
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
