package dev.nightjar.clickhouse;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Quoting, by the rules of ClickHouse's lexer (backslash escapes in both kinds of quotes). */
public final class Sql {
  private Sql() {}

  /** A name in backticks. */
  public static String identifier(String name) {
    return quoted(name, '`');
  }

  /** A string literal. */
  public static String string(String text) {
    return quoted(text, '\'');
  }

  /**
   * What follows the word SET or SETTINGS, by name.
   *
   * @throws IllegalArgumentException when a name is no name of a setting
   */
  public static String settings(Map<String, String> settings) {
    return new TreeMap<>(settings)
        .entrySet().stream()
            .map(
                setting -> settingName(setting.getKey()) + " = " + settingValue(setting.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String settingName(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      throw new IllegalArgumentException("no name of a setting: " + name);
    }
    return name;
  }

  private static String settingValue(String value) {
    return value.matches("-?[0-9]{1,18}") ? value : string(value);
  }

  private static String quoted(String text, char quote) {
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\0' -> out.append("\\0");
        default -> {
          if (c == quote) {
            out.append('\\');
          }
          out.append(c);
        }
      }
    }
    return out.append(quote).toString();
  }
}
