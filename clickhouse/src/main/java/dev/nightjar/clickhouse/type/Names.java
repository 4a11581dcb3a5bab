package dev.nightjar.clickhouse.type;

/** How names stand in a type's text. */
final class Names {
  private Names() {}

  static String identifier(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*") ? name : quoted(name, '`');
  }

  static String quoted(String text, char quote) {
    StringBuilder out = new StringBuilder(text.length() + 2).append(quote);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == quote || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append(quote).toString();
  }
}
