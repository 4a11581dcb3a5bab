package dev.nightjar.cli.text;

import java.util.Locale;

/** Text of others as a terminal may be given it: it can neither break a line nor steer anything. */
public final class Printable {
  private Printable() {}

  /** The same text with its control characters escaped: {@code \n}, {@code \x1b}. */
  public static String of(String text) {
    if (text.codePoints().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(character -> {
          switch (character) {
            case '\n' -> escaped.append("\\n");
            case '\t' -> escaped.append("\\t");
            case '\r' -> escaped.append("\\r");
            default -> {
              if (Character.isISOControl(character)) {
                escaped.append(String.format(Locale.ROOT, "\\x%02x", character));
              } else {
                escaped.appendCodePoint(character);
              }
            }
          }
        });
    return escaped.toString();
  }
}
