package dev.nightjar.clickhouse;

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
