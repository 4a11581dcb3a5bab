package dev.nightjar.clickhouse.inspect;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The quoted names of a statement in the engine's own formatting, where strings stand in single
 * quotes, names that need quotes in backticks, both with backslash escapes, and where no comments
 * are left.
 */
public final class QuotedNames {
  private QuotedNames() {}

  /** All quoted names of a formatted statement, without their quotes and escapes. */
  public static Set<String> in(String formatted) {
    Set<String> names = new LinkedHashSet<>();
    int at = 0;
    while (at < formatted.length()) {
      char c = formatted.charAt(at);
      at++;
      if (c == '\'' || c == '`' || c == '"') {
        StringBuilder text = new StringBuilder();
        at = quoted(formatted, at, c, text);
        if (c != '\'') {
          names.add(text.toString());
        }
      }
    }
    return names;
  }

  private static int quoted(String in, int start, char quote, StringBuilder out) {
    int at = start;
    while (at < in.length() && in.charAt(at) != quote) {
      char c = in.charAt(at);
      if (c == '\\' && at + 1 < in.length()) {
        at++;
        c =
            switch (in.charAt(at)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              case 'b' -> '\b';
              case 'f' -> '\f';
              case '0' -> '\0';
              default -> in.charAt(at);
            };
      }
      out.append(c);
      at++;
    }
    return at + 1;
  }
}
