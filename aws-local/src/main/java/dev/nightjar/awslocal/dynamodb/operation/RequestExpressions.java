package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.expression.Condition;
import dev.nightjar.awslocal.dynamodb.expression.ConditionParser;
import dev.nightjar.awslocal.dynamodb.expression.ExpressionKind;
import dev.nightjar.awslocal.dynamodb.expression.Placeholders;
import dev.nightjar.awslocal.dynamodb.expression.Projection;
import dev.nightjar.awslocal.dynamodb.expression.Update;
import dev.nightjar.awslocal.dynamodb.expression.UpdateParser;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.Map;
import java.util.Optional;

/**
 * All expressions of a request, parsed.
 *
 * @param keyCondition the KeyConditionExpression
 */
record RequestExpressions(
    Optional<Condition> condition,
    Optional<Update> update,
    Optional<Projection> projection,
    Optional<Condition> keyCondition,
    Optional<Condition> filter) {

  private static final Map<String, String> LEGACY =
      Map.of(
          "Expected", "ConditionExpression",
          "AttributeUpdates", "UpdateExpression",
          "ConditionalOperator", "ConditionExpression",
          "AttributesToGet", "ProjectionExpression",
          "KeyConditions", "KeyConditionExpression",
          "QueryFilter", "FilterExpression",
          "ScanFilter", "FilterExpression");

  /**
   * Those of a request.
   *
   * @throws AwsError ValidationException if one is wrong, a placeholder is not used, or the request
   *     uses one of the parameters that expressions have replaced
   */
  static RequestExpressions of(Input input) {
    for (String member : input.names()) {
      if (LEGACY.containsKey(member) && input.has(member)) {
        throw AwsError.validation(
            member
                + " is a legacy parameter, which this stand-in for AWS does not support: use "
                + LEGACY.get(member));
      }
    }
    Placeholders placeholders = new Placeholders(input);
    var expressions =
        new RequestExpressions(
            condition(ExpressionKind.CONDITION, input, placeholders),
            text(ExpressionKind.UPDATE, input).map(text -> UpdateParser.parse(text, placeholders)),
            text(ExpressionKind.PROJECTION, input)
                .map(text -> Projection.parse(text, placeholders)),
            condition(ExpressionKind.KEY_CONDITION, input, placeholders),
            condition(ExpressionKind.FILTER, input, placeholders));
    placeholders.requireAllUsed(!expressions.none());
    return expressions;
  }

  private boolean none() {
    return condition.isEmpty()
        && update.isEmpty()
        && projection.isEmpty()
        && keyCondition.isEmpty()
        && filter.isEmpty();
  }

  private static Optional<Condition> condition(
      ExpressionKind kind, Input input, Placeholders placeholders) {
    return text(kind, input).map(text -> ConditionParser.parse(kind, text, placeholders));
  }

  private static Optional<String> text(ExpressionKind kind, Input input) {
    return input.string(kind.parameter());
  }
}
