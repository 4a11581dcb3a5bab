package dev.nightjar.server.openapi;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Texts of templates as values that fit a schema. */
final class SchemaValue {
  private SchemaValue() {}

  /** A default or an example in the type of its schema; the text itself where it is none. */
  static Object of(Map<String, Object> schema, String text) {
    return switch (String.valueOf(schema.get("type"))) {
      case "integer", "number" -> number(text);
      case "boolean" -> bool(text);
      case "array" -> list(schema, text);
      default -> text;
    };
  }

  private static Object number(String text) {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException _) {
      return text;
    }
  }

  private static Object bool(String text) {
    return switch (text) {
      case "1", "true", "True" -> true;
      case "0", "false", "False" -> false;
      default -> text;
    };
  }

  private static List<Object> list(Map<String, Object> schema, String text) {
    if (!(schema.get("items") instanceof Map<?, ?> items) || text.isEmpty()) {
      return List.of();
    }
    String type = String.valueOf(items.get("type"));
    return Arrays.stream(text.split(",", -1)).map(each -> of(Map.of("type", type), each)).toList();
  }
}
