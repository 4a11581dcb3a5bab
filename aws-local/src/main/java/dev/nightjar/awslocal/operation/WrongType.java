package dev.nightjar.awslocal.operation;

import tools.jackson.databind.JsonNode;

/** The refusal of JSON that is of another type than the service's model says. */
public final class WrongType {

  private WrongType() {}

  /**
   * A SerializationException.
   *
   * @param wanted the model's type, such as {@code String}; {@code List}, {@code Map} and {@code
   *     Structure} are those that hold others
   */
  public static AwsError of(JsonNode found, String wanted) {
    return AwsError.client("SerializationException", message(found, wanted));
  }

  private static String message(JsonNode found, String wanted) {
    boolean container = wanted.equals("List") || wanted.equals("Map") || wanted.equals("Structure");
    if (found.isObject()) {
      return "Start of structure or map found where not expected";
    }
    if (found.isArray()) {
      return "Unrecognized collection type class java.lang.String";
    }
    return container ? "Unexpected field type" : token(found) + " cannot be converted to " + wanted;
  }

  private static String token(JsonNode found) {
    if (found.isBoolean()) {
      return found.booleanValue() ? "TRUE_VALUE" : "FALSE_VALUE";
    }
    if (found.isNumber()) {
      return found.isIntegralNumber() ? "NUMBER_VALUE" : "DECIMAL_VALUE";
    }
    return found.getNodeType() + "_VALUE";
  }
}
