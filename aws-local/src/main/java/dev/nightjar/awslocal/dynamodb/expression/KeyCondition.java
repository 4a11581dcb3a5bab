package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Condition.BeginsWith;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Between;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Comparator;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Comparison;
import dev.nightjar.awslocal.dynamodb.expression.Operand.Literal;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.key.KeyAttribute;
import dev.nightjar.awslocal.dynamodb.key.KeyRange;
import dev.nightjar.awslocal.dynamodb.key.KeySchema;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a KeyConditionExpression into a range of keys: the partition key equal to a value, and at
 * most one condition on the sort key.
 */
public final class KeyCondition {

  private final KeySchema schema;

  private KeyCondition(KeySchema schema) {
    this.schema = schema;
  }

  /**
   * The keys that a condition asks for.
   *
   * @throws AwsError ValidationException if it is none that a query can answer by this key
   */
  public static KeyRange range(Condition condition, KeySchema schema) {
    return new KeyCondition(schema).range(KeyConditionParts.of(condition));
  }

  private KeyRange range(Map<String, Condition> parts) {
    if (parts.size() > 2 || parts.size() == 2 && schema.sort().isEmpty()) {
      throw unsupported();
    }
    Condition onPartition = part(parts, schema.partition());
    if (!(onPartition instanceof Comparison(_, Comparator operator, Operand right))
        || operator != Comparator.EQ) {
      throw unsupported();
    }
    AttributeValue partition = value(right, schema.partition());
    if (parts.size() == 1) {
      return KeyRange.partition(partition);
    }
    KeyAttribute sort = schema.sort().orElseThrow(KeyCondition::unsupported);
    return range(partition, part(parts, sort), sort);
  }

  private static KeyRange range(AttributeValue partition, Condition condition, KeyAttribute sort) {
    KeyRange all = KeyRange.partition(partition);
    return switch (condition) {
      case Comparison(_, Comparator operator, Operand right) -> {
        KeyRange equal = KeyRange.equal(partition, value(right, sort));
        yield switch (operator) {
          case EQ -> equal;
          case LT -> all.before(equal);
          case LE -> all.upTo(equal);
          case GE -> all.since(equal);
          case GT -> all.after(equal);
          case NE -> throw unsupported();
        };
      }
      case Between(_, Operand low, Operand high) ->
          all.since(KeyRange.equal(partition, value(low, sort)))
              .upTo(KeyRange.equal(partition, value(high, sort)));
      case BeginsWith(_, Operand prefix) -> {
        AttributeValue start = value(prefix, sort);
        if (sort.type() == dev.nightjar.awslocal.dynamodb.item.AttributeType.N) {
          throw unsupported();
        }
        yield KeyRange.beginsWith(partition, start);
      }
      default -> throw unsupported();
    };
  }

  private static Condition part(Map<String, Condition> parts, KeyAttribute attribute) {
    return Optional.ofNullable(parts.get(attribute.name()))
        .orElseThrow(() ->
            AwsError.validation("Query condition missed key schema element: " + attribute.name()));
  }

  private static AttributeValue value(Operand operand, KeyAttribute attribute) {
    if (!(operand instanceof Literal(AttributeValue value))) {
      throw unsupported();
    }
    if (value.type() != attribute.type()) {
      throw AwsError.validation(
          "One or more parameter values were invalid: Condition parameter type does not match"
              + " schema type");
    }
    return value;
  }

  private static AwsError unsupported() {
    return AwsError.validation("Query key condition not supported");
  }
}
