package dev.nightjar.awslocal.dynamodb.request;

import dev.nightjar.awslocal.operation.AwsError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a request or of an object in one. A member of another JSON type than its own is a
 * SerializationException; one that is missing or out of its limits a ValidationException in the
 * words of AWS's protocol layer.
 *
 * @param json the members
 */
public record Input(ObjectNode json) {

  /** Whether the member is there and not null. */
  public boolean has(String member) {
    return json.hasNonNull(member);
  }

  /** A string. */
  public Optional<String> string(String member) {
    return node(member)
        .map(node -> {
          if (!node.isString()) {
            throw wrongType(node, "String");
          }
          return node.stringValue();
        });
  }

  /** A string that must be there. */
  public String requiredString(String member) {
    return string(member).orElseThrow(() -> missing(member));
  }

  /** A whole number between two limits. */
  public OptionalInt integer(String member, int least, int most) {
    Optional<JsonNode> node = node(member);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!node.get().isIntegralNumber()) {
      throw wrongType(node.get(), "Integer");
    }
    long value = node.get().asLong();
    if (value < least) {
      throw constraint(
          member, Long.toString(value), "Member must have value greater than or equal to " + least);
    }
    if (value > most) {
      throw constraint(
          member, Long.toString(value), "Member must have value less than or equal to " + most);
    }
    return OptionalInt.of((int) value);
  }

  /** A boolean; false where it is not there. */
  public boolean bool(String member) {
    return node(member)
        .map(node -> {
          if (!node.isBoolean()) {
            throw wrongType(node, "Boolean");
          }
          return node.booleanValue();
        })
        .orElse(false);
  }

  /** An object. */
  public Optional<Input> object(String member) {
    return node(member).map(Input::of);
  }

  /** An object that must be there. */
  public Input requiredObject(String member) {
    return object(member).orElseThrow(() -> missing(member));
  }

  /** A list of objects. */
  public Optional<List<Input>> objects(String member) {
    return array(member).map(nodes -> nodes.stream().map(Input::of).toList());
  }

  /** A list of strings. */
  public Optional<List<String>> strings(String member) {
    return array(member)
        .map(nodes -> {
          List<String> texts = new ArrayList<>();
          for (JsonNode node : nodes) {
            if (!node.isString()) {
              throw wrongType(node, "String");
            }
            texts.add(node.stringValue());
          }
          return List.copyOf(texts);
        });
  }

  /** One of an enumeration's constants, by their names. */
  public <E extends Enum<E>> Optional<E> oneOf(String member, Class<E> type) {
    return string(member)
        .map(text -> {
          for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
              return constant;
            }
          }
          throw constraint(
              member,
              text,
              "Member must satisfy enum value set: " + Arrays.toString(type.getEnumConstants()));
        });
  }

  /** The names of members that are there, in the request's order. */
  public List<String> names() {
    return List.copyOf(json.propertyNames());
  }

  /** The refusal of a request without a member that must be there. */
  public static AwsError missing(String member) {
    return constraint(member, null, "Member must not be null");
  }

  /** The refusal of a member that breaks a rule of the service's model. */
  public static AwsError constraint(String member, String value, String rule) {
    String shown = value == null ? "null" : "'" + value + "'";
    String path = member.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + member.substring(1);
    return AwsError.validation(
        "1 validation error detected: Value "
            + shown
            + " at '"
            + path
            + "' failed to satisfy constraint: "
            + rule);
  }

  /** The members of an object. */
  public static Input of(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return new Input(object);
    }
    throw wrongType(node, "Structure");
  }

  /** A member's JSON. */
  public Optional<JsonNode> node(String member) {
    return Optional.ofNullable(json.get(member)).filter(node -> !node.isNull());
  }

  private Optional<List<JsonNode>> array(String member) {
    return node(member)
        .map(node -> {
          if (!node.isArray()) {
            throw wrongType(node, "List");
          }
          return List.copyOf(node.values());
        });
  }

  private static AwsError wrongType(JsonNode found, String wanted) {
    return AwsError.client(
        "SerializationException", found.getNodeType() + "_VALUE cannot be converted to " + wanted);
  }
}
