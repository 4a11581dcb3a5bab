package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Condition.And;
import dev.nightjar.awslocal.dynamodb.expression.Condition.BeginsWith;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Between;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Comparator;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Comparison;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Contains;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Exists;
import dev.nightjar.awslocal.dynamodb.expression.Condition.HasType;
import dev.nightjar.awslocal.dynamodb.expression.Condition.In;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Not;
import dev.nightjar.awslocal.dynamodb.expression.Condition.Or;
import dev.nightjar.awslocal.dynamodb.expression.Operand.At;
import dev.nightjar.awslocal.dynamodb.expression.Operand.Literal;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a KeyConditionExpression apart: one condition of each attribute, with the attribute on its
 * left side. What no key condition may have is refused here, before any key schema is known.
 */
final class KeyConditionParts {

  private final Map<String, Condition> byAttribute = new LinkedHashMap<>();

  private KeyConditionParts() {}

  static Map<String, Condition> of(Condition condition) {
    KeyConditionParts parts = new KeyConditionParts();
    parts.split(condition);
    return parts.byAttribute;
  }

  private void split(Condition condition) {
    switch (condition) {
      case And(Condition left, Condition right) -> {
        split(left);
        split(right);
      }
      case Comparison(Literal left, Comparator operator, At right) ->
          add(right, new Comparison(right, operator.turned(), left), operator.symbol());
      case Comparison(Operand left, Comparator operator, Operand right) -> {
        if (operator == Comparator.NE) {
          throw operator("<>");
        }
        requireValues(List.of(left, right));
        add(left, condition, operator.symbol());
      }
      case Between(Operand operand, Operand low, Operand high) -> {
        requireValues(List.of(operand, low, high));
        add(operand, condition, "BETWEEN");
      }
      case BeginsWith(Operand operand, Operand prefix) -> {
        requireValues(List.of(operand, prefix));
        add(operand, condition, "begins_with");
      }
      case Or _ -> throw operator("OR");
      case Not _ -> throw operator("NOT");
      case In _ -> throw operator("IN");
      case Contains _ -> throw operator("contains");
      case HasType _ -> throw operator("attribute_type");
      case Exists(_, boolean wanted) ->
          throw operator(wanted ? "attribute_exists" : "attribute_not_exists");
    }
  }

  private static void requireValues(List<Operand> operands) {
    if (operands.stream().anyMatch(one -> !(one instanceof At) && !(one instanceof Literal))) {
      throw AwsError.validation("KeyConditionExpressions cannot contain nested operations");
    }
    long attributes = operands.stream().filter(At.class::isInstance).count();
    if (attributes > 1) {
      throw invalid("Multiple attribute names used in one condition");
    }
    if (attributes == 0) {
      throw invalid("No key attribute specified");
    }
  }

  private void add(Operand operand, Condition condition, String operator) {
    if (!(operand instanceof At(Path path))) {
      throw invalid(operator + " operator must have the key attribute as its first operand");
    }
    if (!path.isAttribute()) {
      throw AwsError.validation(
          "KeyConditionExpressions cannot have conditions on nested attributes");
    }
    if (byAttribute.put(path.attribute(), condition) != null) {
      throw AwsError.validation("KeyConditionExpressions must only contain one condition per key");
    }
  }

  private static AwsError operator(String name) {
    return AwsError.validation("Invalid operator used in KeyConditionExpression: " + name);
  }

  private static AwsError invalid(String problem) {
    return AwsError.validation("Invalid condition in KeyConditionExpression: " + problem);
  }
}
