package dev.nightjar.awslocal.dynamodb.request;

import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.WrongType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The members of a request or of an object in one. A member of another JSON type than its own is a
 * SerializationException; one that is missing or out of its limits a ValidationException in the
 * words of AWS's protocol layer.
 *
 * @param json the members
 * @param path where they are in the request, as AWS's messages name it: {@code
 *     keySchema.1.member.}; empty for the request itself
 */
public record Input(ObjectNode json, String path) {

  /** A request's members. */
  public Input(ObjectNode json) {
    this(json, "");
  }

  /** Whether the member is there and not null. */
  public boolean has(String member) {
    return json.hasNonNull(member);
  }

  /** A string. */
  public Optional<String> string(String member) {
    return node(member)
        .map(node -> {
          if (!node.isString()) {
            throw WrongType.of(node, "String");
          }
          return node.stringValue();
        });
  }

  /** A string that must be there. */
  public String requiredString(String member) {
    return string(member).orElseThrow(() -> missing(path + lower(member)));
  }

  /** A whole number between two limits. */
  public OptionalInt integer(String member, int least, int most) {
    Optional<JsonNode> node = node(member);
    if (node.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!node.get().isIntegralNumber()) {
      throw WrongType.of(node.get(), "Integer");
    }
    long value = node.get().asLong();
    if (value < least) {
      throw refused(
          member, Long.toString(value), "Member must have value greater than or equal to " + least);
    }
    if (value > most) {
      throw refused(
          member, Long.toString(value), "Member must have value less than or equal to " + most);
    }
    return OptionalInt.of((int) value);
  }

  /** A whole number of at least that much. */
  public OptionalLong number(String member, long least) {
    Optional<JsonNode> node = node(member);
    if (node.isEmpty()) {
      return OptionalLong.empty();
    }
    if (!node.get().isIntegralNumber()) {
      throw WrongType.of(node.get(), "Long");
    }
    long value = node.get().asLong();
    if (value < least) {
      throw refused(
          member, Long.toString(value), "Member must have value greater than or equal to " + least);
    }
    return OptionalLong.of(value);
  }

  /** A boolean; false where it is not there. */
  public boolean bool(String member) {
    return node(member)
        .map(node -> {
          if (!node.isBoolean()) {
            throw WrongType.of(node, "Boolean");
          }
          return node.booleanValue();
        })
        .orElse(false);
  }

  /** An object. */
  public Optional<Input> object(String member) {
    return node(member).map(node -> of(node, path + lower(member) + "."));
  }

  /** An object that must be there. */
  public Input requiredObject(String member) {
    return object(member).orElseThrow(() -> absent(member));
  }

  /** A list of objects. */
  public Optional<List<Input>> objects(String member) {
    return array(member)
        .map(nodes -> {
          List<Input> members = new ArrayList<>();
          for (JsonNode node : nodes) {
            members.add(of(node, path + lower(member) + "." + (members.size() + 1) + ".member."));
          }
          return List.copyOf(members);
        });
  }

  /** A list of strings. */
  public Optional<List<String>> strings(String member) {
    return array(member)
        .map(nodes -> {
          List<String> texts = new ArrayList<>();
          for (JsonNode node : nodes) {
            if (!node.isString()) {
              throw WrongType.of(node, "String");
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
          throw refused(
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
    return AwsError.validation(
        "1 validation error detected: Value "
            + shown
            + " at '"
            + lower(member)
            + "' failed to satisfy constraint: "
            + rule);
  }

  /** The refusal of a member of this object that is missing. */
  public AwsError absent(String member) {
    return missing(path + lower(member));
  }

  /** The refusal of a member of this object that breaks a rule of the service's model. */
  public AwsError refused(String member, String value, String rule) {
    return constraint(path + lower(member), value, rule);
  }

  private static Input of(JsonNode node, String path) {
    if (node instanceof ObjectNode object) {
      return new Input(object, path);
    }
    throw WrongType.of(node, "Structure");
  }

  private static String lower(String member) {
    return member.substring(0, 1).toLowerCase(Locale.ROOT) + member.substring(1);
  }

  /** A member's JSON. */
  public Optional<JsonNode> node(String member) {
    return Optional.ofNullable(json.get(member)).filter(node -> !node.isNull());
  }

  private Optional<List<JsonNode>> array(String member) {
    return node(member)
        .map(node -> {
          if (!node.isArray()) {
            throw WrongType.of(node, "List");
          }
          return List.copyOf(node.values());
        });
  }
}
