package dev.nightjar.dynamodb.item;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The rules of {@link PlainJson} once more, to be read rather than to be fast: parse, sort, print.
 */
final class ReferenceJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();
  private static final Comparator<String> BY_UTF_8 =
      Comparator.comparing(text -> text.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private ReferenceJson() {}

  static String of(byte[] typedItem) {
    return members(MAPPER.readTree(typedItem));
  }

  private static String members(JsonNode item) {
    Map<String, String> sorted = new TreeMap<>(BY_UTF_8);
    item.properties().forEach(member -> sorted.put(member.getKey(), attribute(member.getValue())));
    return sorted.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String attribute(JsonNode typed) {
    for (AttributeType type : AttributeType.values()) {
      JsonNode value = typed.get(type.name());
      if (value != null) {
        return value(type, value);
      }
    }
    throw new AssertionError("no type in " + typed);
  }

  private static String value(AttributeType type, JsonNode value) {
    return switch (type) {
      case S, B -> quoted(value.asString());
      case N -> number(value.asString());
      case BOOL -> value.asString();
      case NULL -> "null";
      case M -> members(value);
      case L -> list(value.valueStream().map(ReferenceJson::attribute).toList());
      case SS -> list(sorted(value, BY_UTF_8).stream().map(ReferenceJson::quoted).toList());
      case NS ->
          list(
              sorted(value, Comparator.comparing(java.math.BigDecimal::new)).stream()
                  .map(ReferenceJson::number)
                  .toList());
      case BS ->
          list(
              sorted(
                      value,
                      Comparator.comparing(Base64.getDecoder()::decode, Arrays::compareUnsigned))
                  .stream()
                  .map(ReferenceJson::quoted)
                  .toList());
    };
  }

  private static List<String> sorted(JsonNode set, Comparator<String> order) {
    List<String> members = new ArrayList<>(set.valueStream().map(JsonNode::asString).toList());
    members.sort(order);
    return members;
  }

  private static String number(String digits) {
    if (!digits.matches("-?[0-9]+")) {
      return digits;
    }
    java.math.BigInteger whole = new java.math.BigInteger(digits);
    boolean wide = whole.signum() < 0 ? whole.bitLength() > 63 : whole.bitLength() > 64;
    return wide ? digits + "e0" : digits;
  }

  private static String list(List<String> elements) {
    return "[" + String.join(",", elements) + "]";
  }

  private static String quoted(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (char next : text.toCharArray()) {
      switch (next) {
        case '"', '\\' -> json.append('\\').append(next);
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> json.append(next < ' ' ? "\\u%04x".formatted((int) next) : next);
      }
    }
    return json.append('"').toString();
  }
}
