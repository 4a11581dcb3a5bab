package dev.nightjar.project;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Walks over expressions and types without understanding them: quotes, brackets, commas. */
final class TextScan {
  private TextScan() {}

  static boolean isQuote(char c) {
    return c == '\'' || c == '"' || c == '`';
  }

  static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /**
   * The index after a quoted text. A backslash takes the next character along; a doubled quote
   * reads as two texts, which is the same to a walk.
   *
   * @return -1 if it is not closed before {@code end}
   */
  static int afterQuoted(CharSequence text, int open, int end) {
    char quote = text.charAt(open);
    for (int at = open + 1; at < end; at++) {
      char c = text.charAt(at);
      if (c == '\\') {
        at++;
      } else if (c == quote) {
        return at + 1;
      }
    }
    return -1;
  }

  /**
   * As {@link #afterQuoted}, where a doubled quote stands for one and does not close it.
   *
   * @return -1 if it is not closed before {@code end}
   */
  static int afterIdentifier(CharSequence text, int open, int end) {
    int after = afterQuoted(text, open, end);
    while (after > 0 && after < end && text.charAt(after) == text.charAt(open)) {
      after = afterQuoted(text, after, end);
    }
    return after;
  }

  /** The name in backticks. */
  static String quotedIdentifier(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  /** Whether a name needs no quotes anywhere. */
  static boolean isPlainIdentifier(String name) {
    return name.matches("[A-Za-z_][A-Za-z0-9_]*");
  }

  /**
   * The index after a text in brackets, whatever is nested in it.
   *
   * @return -1 if the bracket at {@code open} is not closed before {@code end}
   */
  static int afterBracketed(CharSequence text, int open, int end) {
    int depth = 0;
    int at = open;
    while (at < end) {
      char c = text.charAt(at);
      if (isQuote(c)) {
        at = afterQuoted(text, at, end);
        if (at < 0) {
          return -1;
        }
        continue;
      }
      depth += isOpening(c) ? 1 : isClosing(c) ? -1 : 0;
      at++;
      if (depth == 0) {
        return at;
      }
    }
    return -1;
  }

  /** The parts between commas that stand in no brackets and no quotes, stripped. */
  static List<String> splitAtCommas(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    int at = 0;
    boolean quotesClose = true;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isQuote(c) && quotesClose) {
        int after = afterQuoted(text, at, text.length());
        quotesClose = after >= 0;
        at = quotesClose ? after : at + 1;
        continue;
      }
      depth += isOpening(c) ? 1 : isClosing(c) ? -1 : 0;
      if (c == ',' && depth <= 0) {
        parts.add(text.substring(start, at).strip());
        start = at + 1;
      }
      at++;
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  /** The text with each line break, and the white space around it, as one space. */
  static String onOneLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /**
   * The name in a text that is an identifier in backticks or double quotes; else the text itself.
   */
  static String unquotedIdentifier(String text) {
    if (text.length() < 2 || (text.charAt(0) != '`' && text.charAt(0) != '"')) {
      return text;
    }
    char quote = text.charAt(0);
    StringBuilder name = new StringBuilder();
    for (int at = 1; at < text.length(); at++) {
      char c = text.charAt(at);
      boolean last = at == text.length() - 1;
      if (c == '\\' && !last) {
        name.append(text.charAt(++at));
      } else if (c == quote && !last && text.charAt(at + 1) == quote) {
        name.append(quote);
        at++;
      } else if (c == quote) {
        return last ? name.toString() : text;
      } else {
        name.append(c);
      }
    }
    return text;
  }

  static boolean isOpening(char c) {
    return c == '(' || c == '[' || c == '{';
  }

  static boolean isClosing(char c) {
    return c == ')' || c == ']' || c == '}';
  }
}
