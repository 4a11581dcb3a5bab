package dev.nightjar.dynamodb.testing;

import dev.nightjar.dynamodb.item.AttributeType;
import dev.nightjar.dynamodb.item.PlainJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules of {@link PlainJson} once more, to be read rather than to be fast: parse, sort, print.
 */
public final class ReferenceJson {
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]+");
  private static final JsonMapper DISTINCT_NAMES =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();

  /** The order of names and of the texts of a set. */
  public static final Comparator<String> BY_CODE_POINT =
      Comparator.comparing(text -> text.codePoints().toArray(), Arrays::compare);

  private static final Comparator<String> BY_VALUE =
      Comparator.<String, BigDecimal>comparing(BigDecimal::new).thenComparing(BY_CODE_POINT);
  private static final Comparator<String> BY_BYTES =
      Comparator.comparing(ReferenceJson::bytes, Arrays::compareUnsigned)
          .thenComparing(BY_CODE_POINT);

  private ReferenceJson() {}

  /** The plain JSON of an item. */
  public static String of(byte[] typedItem) {
    return members(MAPPER.readTree(typedItem));
  }

  /** The same of an item in which no object names a member twice; others are refused. */
  public static String ofDistinctNames(byte[] typedItem) {
    return members(DISTINCT_NAMES.readTree(typedItem));
  }

  /** The plain JSON of an item or a map: typed attributes by name. */
  public static String members(JsonNode item) {
    require(item.isObject(), item);
    Map<String, String> sorted = new TreeMap<>(BY_CODE_POINT);
    item.properties().forEach(member -> sorted.put(member.getKey(), attribute(member.getValue())));
    return sorted.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** The plain JSON of a typed attribute. */
  public static String attribute(JsonNode typed) {
    AttributeType type = type(typed);
    return value(type, typed.get(type.name()));
  }

  /**
   * The type of a typed attribute.
   *
   * @throws IllegalArgumentException when it has none that is known, or two
   */
  public static AttributeType type(JsonNode typed) {
    List<AttributeType> types =
        Arrays.stream(AttributeType.values()).filter(type -> typed.has(type.name())).toList();
    if (types.size() != 1) {
      throw new IllegalArgumentException("an attribute of the types " + types);
    }
    return types.getFirst();
  }

  /** The members of a typed set, in the order in which they are written. */
  public static List<String> sorted(JsonNode typed) {
    AttributeType type = type(typed);
    JsonNode set = typed.get(type.name());
    return switch (type) {
      case SS -> sorted(set, BY_CODE_POINT).toList();
      case NS -> sorted(set, BY_VALUE).toList();
      case BS -> sorted(set, BY_BYTES).toList();
      default -> throw new IllegalArgumentException(type + " is no set");
    };
  }

  private static String value(AttributeType type, JsonNode value) {
    return switch (type) {
      case S, B -> quoted(string(value));
      case N -> number(string(value));
      case BOOL -> Boolean.toString(value.booleanValue());
      case NULL -> {
        require(value.isNull() || value.isBoolean(), value);
        yield "null";
      }
      case M -> members(value);
      case L -> list(elements(value).map(ReferenceJson::attribute));
      case SS -> list(sorted(value, BY_CODE_POINT).map(ReferenceJson::quoted));
      case NS -> list(sorted(value, BY_VALUE).map(ReferenceJson::number));
      case BS -> list(sorted(value, BY_BYTES).map(ReferenceJson::quoted));
    };
  }

  private static void require(boolean condition, JsonNode value) {
    if (!condition) {
      throw new IllegalArgumentException("what should not stand here: " + value);
    }
  }

  private static String string(JsonNode value) {
    require(value.isString(), value);
    return value.stringValue();
  }

  /** Base64 in the one form that AWS writes: padded, and no bit set that stands for nothing. */
  private static byte[] bytes(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
      throw new IllegalArgumentException("not the base64 of its bytes: " + base64);
    }
    return bytes;
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    require(array.isArray(), array);
    return array.valueStream();
  }

  private static Stream<String> sorted(JsonNode set, Comparator<String> order) {
    return elements(set).map(ReferenceJson::string).sorted(order);
  }

  private static String number(String digits) {
    if (!JSON_NUMBER.matcher(digits).matches()) {
      return quoted(digits);
    }
    if (!WHOLE_NUMBER.matcher(digits).matches()) {
      return digits;
    }
    BigInteger whole = new BigInteger(digits);
    boolean wide = whole.signum() < 0 ? whole.bitLength() > 63 : whole.bitLength() > 64;
    return wide ? digits + "e0" : digits;
  }

  private static String list(Stream<String> elements) {
    return elements.collect(Collectors.joining(",", "[", "]"));
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '"', '\\' -> json.append('\\').appendCodePoint(point);
            case '\b' -> json.append("\\b");
            case '\f' -> json.append("\\f");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> {
              boolean loneSurrogate = Character.getType(point) == Character.SURROGATE;
              if (point < ' ' || loneSurrogate) {
                json.append("\\u%04x".formatted(point));
              } else {
                json.appendCodePoint(point);
              }
            }
          }
        });
    return json.append('"').toString();
  }
}
