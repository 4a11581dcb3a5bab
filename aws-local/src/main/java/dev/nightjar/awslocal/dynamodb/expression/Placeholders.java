package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.dynamodb.item.AttributeValueReader;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * A request's ExpressionAttributeNames and ExpressionAttributeValues. Knows which of them its
 * expressions used: one that none uses is an error.
 */
public final class Placeholders {

  private static final String NAMES = "ExpressionAttributeNames";
  private static final String VALUES = "ExpressionAttributeValues";
  private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_]+");
  private static final Pattern VALUE = Pattern.compile(":[A-Za-z0-9_]+");

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, AttributeValue> values = new HashMap<>();
  private final TreeSet<String> unusedNames = new TreeSet<>();
  private final TreeSet<String> unusedValues = new TreeSet<>();

  /**
   * Those of a request.
   *
   * @throws AwsError ValidationException if a placeholder or a value is invalid
   */
  public Placeholders(Input request) {
    request.object(NAMES).ifPresent(this::readNames);
    request.object(VALUES).ifPresent(this::readValues);
  }

  /**
   * To be called when all of the request's expressions are parsed.
   *
   * @param expressions whether the request has any expression
   * @throws AwsError ValidationException if a placeholder was not used
   */
  public void requireAllUsed(boolean expressions) {
    if (!expressions && !names.isEmpty()) {
      throw AwsError.validation(NAMES + " can only be specified when using expressions");
    }
    if (!expressions && !values.isEmpty()) {
      throw AwsError.validation(VALUES + " can only be specified when using expressions");
    }
    requireNone(NAMES, unusedNames);
    requireNone(VALUES, unusedValues);
  }

  String name(String placeholder, ExpressionKind kind) {
    String name = names.get(placeholder);
    if (name == null) {
      throw kind.invalid(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + placeholder);
    }
    unusedNames.remove(placeholder);
    return name;
  }

  AttributeValue value(String placeholder, ExpressionKind kind) {
    AttributeValue value = values.get(placeholder);
    if (value == null) {
      throw kind.invalid(
          "An expression attribute value used in expression is not defined; attribute value: "
              + placeholder);
    }
    unusedValues.remove(placeholder);
    return value;
  }

  private void readNames(Input members) {
    if (members.names().isEmpty()) {
      throw AwsError.validation(NAMES + " must not be empty");
    }
    for (String placeholder : members.names()) {
      requireSyntax(NAMES, NAME, placeholder);
      String name = members.requiredString(placeholder);
      if (name.isEmpty()) {
        throw AwsError.validation(
            NAMES + " contains invalid value: Empty attribute name; key: " + placeholder);
      }
      names.put(placeholder, AttributeValueReader.name(name));
    }
    unusedNames.addAll(names.keySet());
  }

  private void readValues(Input members) {
    if (members.names().isEmpty()) {
      throw AwsError.validation(VALUES + " must not be empty");
    }
    for (Map.Entry<String, JsonNode> member : members.json().properties()) {
      requireSyntax(VALUES, VALUE, member.getKey());
      try {
        values.put(member.getKey(), AttributeValueReader.read(member.getValue()));
      } catch (AwsError invalid) {
        if (!invalid.type().equals("ValidationException")) {
          throw invalid;
        }
        throw AwsError.validation(
            VALUES
                + " contains invalid value: "
                + invalid.getMessage()
                + " for key "
                + member.getKey());
      }
    }
    unusedValues.addAll(values.keySet());
  }

  private static void requireSyntax(String parameter, Pattern syntax, String placeholder) {
    if (!syntax.matcher(placeholder).matches()) {
      throw AwsError.validation(
          parameter + " contains invalid key: Syntax error; key: \"" + placeholder + "\"");
    }
  }

  private static void requireNone(String parameter, TreeSet<String> unused) {
    if (!unused.isEmpty()) {
      throw AwsError.validation(
          "Value provided in "
              + parameter
              + " unused in expressions: keys: {"
              + String.join(", ", unused)
              + "}");
    }
  }
}
