package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Operand.At;
import dev.nightjar.awslocal.dynamodb.expression.Operand.Literal;
import dev.nightjar.awslocal.dynamodb.item.AttributeType;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import dev.nightjar.awslocal.dynamodb.item.ItemWriter;
import dev.nightjar.awslocal.dynamodb.item.ValueOrder;
import dev.nightjar.awslocal.operation.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What can be told wrong about operands before any item is seen. */
final class OperandChecks {

  private final ExpressionKind kind;

  OperandChecks(ExpressionKind kind) {
    this.kind = kind;
  }

  Path path(String function, Operand operand) {
    if (operand instanceof At(Path path)) {
      return path;
    }
    throw kind.invalid(
        "Operator or function requires a document path; operator or function: " + function);
  }

  AttributeType typeName(Operand operand) {
    if (!(operand instanceof Literal(AttributeValue value))) {
      throw kind.invalid(
          "Incorrect operand type for operator or function; operator or function: attribute_type,"
              + " operand type: document path");
    }
    if (!(value instanceof Str(String name))) {
      throw wrongType("attribute_type", value.type());
    }
    return AttributeType.ofTag(name)
        .orElseThrow(() ->
            kind.invalid(
                "Invalid attribute type name found; type: "
                    + name
                    + ", valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"));
  }

  void requireType(String function, Operand operand, AttributeType... allowed) {
    Optional<AttributeType> type = literalType(operand);
    if (type.isPresent() && !List.of(allowed).contains(type.get())) {
      throw wrongType(function, type.get());
    }
  }

  void requireOrdered(String operator, Operand operand) {
    requireType(operator, operand, AttributeType.S, AttributeType.N, AttributeType.B);
  }

  void requireDistinct(String operator, Operand left, Operand right) {
    if (left instanceof At(Path path) && left.equals(right)) {
      throw kind.invalid(
          "The first operand must be distinct from the remaining operands for this operator or"
              + " function; operator: "
              + operator
              + ", first operand: "
              + path);
    }
  }

  void requireBounds(Operand operand, Operand low, Operand high) {
    for (Operand each : List.of(operand, low, high)) {
      requireOrdered("BETWEEN", each);
    }
    if (low instanceof Literal(AttributeValue from) && high instanceof Literal(AttributeValue to)) {
      if (from.type() != to.type()) {
        throw kind.invalid(
            "The BETWEEN operator requires same data type for lower and upper bounds; "
                + bounds(from, to));
      }
      if (ValueOrder.INSTANCE.compare(from, to) > 0) {
        throw kind.invalid(
            "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                + bounds(from, to));
      }
    }
  }

  AwsError wrongType(String function, AttributeType type) {
    return kind.invalid(
        "Incorrect operand type for operator or function; operator or function: "
            + function
            + ", operand type: "
            + type);
  }

  static Optional<AttributeType> literalType(Operand operand) {
    return operand instanceof Literal(AttributeValue value)
        ? Optional.of(value.type())
        : Optional.empty();
  }

  private static String bounds(AttributeValue low, AttributeValue high) {
    return "lower bound operand: AttributeValue: "
        + text(low)
        + ", upper bound operand: AttributeValue: "
        + text(high);
  }

  private static String text(AttributeValue value) {
    return new String(ItemWriter.SORTED.write(value), StandardCharsets.UTF_8).replace("\"", "");
  }
}
