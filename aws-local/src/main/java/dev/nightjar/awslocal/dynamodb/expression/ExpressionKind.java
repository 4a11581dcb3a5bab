package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.operation.AwsError;

/** The parameter that an expression came in; error messages begin with its name. */
public enum ExpressionKind {
  CONDITION("ConditionExpression"),
  UPDATE("UpdateExpression"),
  PROJECTION("ProjectionExpression"),
  KEY_CONDITION("KeyConditionExpression"),
  FILTER("FilterExpression");

  private final String parameter;

  ExpressionKind(String parameter) {
    this.parameter = parameter;
  }

  /** The parameter's name. */
  public String parameter() {
    return parameter;
  }

  AwsError invalid(String problem) {
    return AwsError.validation("Invalid " + parameter + ": " + problem);
  }

  AwsError syntaxError(String token, String near) {
    return invalid("Syntax error; token: \"" + token + "\", near: \"" + near + "\"");
  }
}
