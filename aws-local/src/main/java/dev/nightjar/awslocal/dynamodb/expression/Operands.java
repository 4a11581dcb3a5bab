package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Operand.Arithmetic;
import dev.nightjar.awslocal.dynamodb.expression.Operand.At;
import dev.nightjar.awslocal.dynamodb.expression.Operand.IfNotExists;
import dev.nightjar.awslocal.dynamodb.expression.Operand.ListAppend;
import dev.nightjar.awslocal.dynamodb.expression.Operand.Literal;
import dev.nightjar.awslocal.dynamodb.expression.Operand.Size;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bin;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bool;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.ListOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.MapOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Null;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.SetOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import dev.nightjar.awslocal.dynamodb.item.Item;
import dev.nightjar.awslocal.dynamodb.item.Num;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The values of operands for an item. */
final class Operands {

  private Operands() {}

  /** The value in a condition; none where a path leads nowhere or something has no size. */
  static Optional<AttributeValue> value(Operand operand, Item item) {
    return switch (operand) {
      case At(Path path) -> path.in(item);
      case Literal(AttributeValue value) -> Optional.of(value);
      case Size(Operand of) -> value(of, item).flatMap(Operands::size);
      case IfNotExists _, ListAppend _, Arithmetic _ -> Optional.of(required(operand, item));
    };
  }

  /**
   * The value in a SET clause.
   *
   * @throws AwsError ValidationException if a path leads nowhere or a value has a wrong type
   */
  static AttributeValue required(Operand operand, Item item) {
    return switch (operand) {
      case At _, Literal _, Size _ ->
          value(operand, item)
              .orElseThrow(() ->
                  AwsError.validation(
                      "The provided expression refers to an attribute that does not exist in"
                          + " the item"));
      case IfNotExists(Path path, Operand otherwise) ->
          path.in(item).orElseGet(() -> required(otherwise, item));
      case ListAppend(Operand first, Operand second) -> {
        List<AttributeValue> elements = new ArrayList<>(elements(required(first, item)));
        elements.addAll(elements(required(second, item)));
        yield new ListOf(List.copyOf(elements));
      }
      case Arithmetic(Operand left, boolean plus, Operand right) -> {
        Num a = number(required(left, item));
        Num b = number(required(right, item));
        yield plus ? a.plus(b) : a.minus(b);
      }
    };
  }

  /** The refusal of an update whose operands do not go together. */
  static AwsError wrongType() {
    return AwsError.validation("An operand in the update expression has an incorrect data type");
  }

  private static Num number(AttributeValue value) {
    if (value instanceof Num number) {
      return number;
    }
    throw wrongType();
  }

  private static List<AttributeValue> elements(AttributeValue value) {
    if (value instanceof ListOf(var elements)) {
      return elements;
    }
    throw wrongType();
  }

  private static Optional<AttributeValue> size(AttributeValue value) {
    return switch (value) {
      case Str(String text) -> count(text.codePointCount(0, text.length()));
      case Bin(var bytes) -> count(bytes.length());
      case SetOf set -> count(set.members().size());
      case ListOf(var elements) -> count(elements.size());
      case MapOf(var entries) -> count(entries.size());
      case Num _, Bool _, Null _ -> Optional.empty();
    };
  }

  private static Optional<AttributeValue> count(int size) {
    return Optional.of(new Num(Integer.toString(size)));
  }
}
