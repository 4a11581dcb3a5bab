package dev.nightjar.awslocal.dynamodb.item;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bin;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Bool;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.ListOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.MapOf;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Null;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue.Str;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.LargeJson;
import dev.nightjar.awslocal.operation.WrongType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Reads typed JSON of requests, with the service's checks. */
public final class AttributeValueReader {

  /** "Nested attribute depth: up to 32 levels" (quotas in the developer guide). */
  private static final int MAX_LEVELS = 32;

  private static final int MAX_NAME_BYTES = 65_535;

  private static final ObjectMapper JSON = LargeJson.mapper();

  private AttributeValueReader() {}

  /**
   * Reads a map of attribute names to typed values.
   *
   * @throws AwsError SerializationException if it is no such JSON, ValidationException if a value
   *     breaks a rule
   */
  public static Item readItem(JsonNode json) {
    return new Item(Collections.unmodifiableSortedMap(entries(json, 0)));
  }

  /** Reads the same from bytes that are known to be right. */
  public static Item readItem(byte[] utf8) {
    return readItem(JSON.readTree(utf8));
  }

  /**
   * Reads one typed value, such as {@code {"S":"x"}}.
   *
   * @throws AwsError as for {@link #readItem}
   */
  public static AttributeValue read(JsonNode json) {
    return read(json, 0);
  }

  private static AttributeValue read(JsonNode json, int level) {
    if (!json.isObject()) {
      throw WrongType.of(json, "Structure");
    }
    if (json.isEmpty()) {
      throw AwsError.validation(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
    if (json.size() > 1) {
      throw AwsError.validation(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
              + " supported datatypes");
    }
    Map.Entry<String, JsonNode> tagged = json.properties().iterator().next();
    AttributeType type =
        AttributeType.ofTag(tagged.getKey())
            .orElseThrow(() ->
                AwsError.validation(
                    "Supplied AttributeValue is empty, must contain exactly one of the"
                        + " supported datatypes"));
    JsonNode value = tagged.getValue();
    return switch (type) {
      case S -> new Str(string(value));
      case N -> Num.parse(string(value));
      case B -> new Bin(binary(value));
      case BOOL -> new Bool(bool(value));
      case NULL -> nullValue(value);
      case SS, NS, BS -> set(type, value);
      case L -> list(value, deeper(level));
      case M -> new MapOf(Collections.unmodifiableMap(entries(value, deeper(level))));
    };
  }

  private static TreeMap<String, AttributeValue> entries(JsonNode json, int level) {
    if (!json.isObject()) {
      throw WrongType.of(json, "Map");
    }
    var entries = new TreeMap<String, AttributeValue>();
    for (Map.Entry<String, JsonNode> entry : json.properties()) {
      entries.put(name(entry.getKey()), read(entry.getValue(), level));
    }
    return entries;
  }

  /**
   * A name that an attribute may have: "at least one character long, but no greater than 64 KB".
   *
   * @throws AwsError ValidationException if it is none, SerializationException if it is no Unicode
   */
  public static String name(String name) {
    int bytes = ItemSize.utf8(unicode(name));
    if (bytes > MAX_NAME_BYTES) {
      throw AwsError.validation(
          "One or more parameter values were invalid: Attribute name is too large, must be less than "
              + (MAX_NAME_BYTES + 1)
              + " bytes");
    }
    if (bytes == 0) {
      throw AwsError.validation(
          "One or more parameter values were invalid: Empty attribute name is not allowed");
    }
    return name;
  }

  private static AttributeValue list(JsonNode json, int level) {
    if (!json.isArray()) {
      throw WrongType.of(json, "List");
    }
    var elements = new ArrayList<AttributeValue>(json.size());
    for (JsonNode element : json.values()) {
      elements.add(read(element, level));
    }
    return new ListOf(Collections.unmodifiableList(elements));
  }

  private static AttributeValue set(AttributeType type, JsonNode json) {
    if (!json.isArray()) {
      throw WrongType.of(json, "List");
    }
    if (json.isEmpty()) {
      throw AwsError.validation(
          "One or more parameter values were invalid: "
              + switch (type) {
                case SS -> "An string set  may not be empty";
                case NS -> "An number set  may not be empty";
                default -> "Binary sets should not be empty";
              });
    }
    List<AttributeValue> members = new ArrayList<>(json.size());
    for (JsonNode member : json.values()) {
      members.add(
          switch (type) {
            case SS -> new Str(string(member));
            case NS -> Num.parse(string(member));
            default -> new Bin(binary(member));
          });
    }
    return Sets.of(type, members).orElseThrow(() -> duplicates(type, json));
  }

  private static AwsError duplicates(AttributeType type, JsonNode json) {
    if (type == AttributeType.NS) {
      return AwsError.validation("Input collection contains duplicates");
    }
    List<String> texts = json.values().stream().map(JsonNode::stringValue).toList();
    return AwsError.validation(
        "One or more parameter values were invalid: Input collection ["
            + String.join(", ", texts)
            + (type == AttributeType.BS ? "]of type BS" : "]")
            + " contains duplicates.");
  }

  private static String string(JsonNode json) {
    if (!json.isString()) {
      throw WrongType.of(json, "String");
    }
    return unicode(json.stringValue());
  }

  /**
   * Refuses text with half a surrogate pair, which has no UTF-8.
   *
   * @throws AwsError SerializationException
   */
  public static String unicode(String text) {
    for (int at = 0; at < text.length(); at++) {
      if (Character.isSurrogate(text.charAt(at))) {
        boolean more = at + 1 < text.length();
        if (!more || !Character.isSurrogatePair(text.charAt(at), text.charAt(++at))) {
          throw AwsError.client("SerializationException", "a string is no valid Unicode");
        }
      }
    }
    return text;
  }

  private static Bytes binary(JsonNode json) {
    String text = string(json);
    if (text.length() % 4 != 0) {
      throw AwsError.client(
          "SerializationException", "Base64 encoded length is expected a multiple of 4 bytes");
    }
    try {
      return Bytes.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException notBase64) {
      throw AwsError.client("SerializationException", "Invalid Base64 data");
    }
  }

  private static boolean bool(JsonNode json) {
    if (!json.isBoolean()) {
      throw WrongType.of(json, "Boolean");
    }
    return json.booleanValue();
  }

  private static AttributeValue nullValue(JsonNode json) {
    if (!bool(json)) {
      throw AwsError.validation(
          "One or more parameter values were invalid: Null attribute value types must have the"
              + " value of true");
    }
    return new Null();
  }

  private static int deeper(int level) {
    if (level == MAX_LEVELS) {
      throw AwsError.validation(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
              + " beyond supported limit");
    }
    return level + 1;
  }
}
