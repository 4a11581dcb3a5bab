package dev.nightjar.clickhouse.type;

import java.util.Optional;

/** Reads words, numbers, strings and marks of a type's text, over white space. */
final class TypeLexer {
  private final String text;
  private int at;

  TypeLexer(String text) {
    this.text = text;
  }

  int offset() {
    skipSpace();
    return at;
  }

  TypeSyntaxException error(String message, int offset) {
    return new TypeSyntaxException(message + " in the type " + text, offset);
  }

  boolean at(char mark) {
    skipSpace();
    return at < text.length() && text.charAt(at) == mark;
  }

  boolean accept(char mark) {
    boolean found = at(mark);
    if (found) {
      at++;
    }
    return found;
  }

  void expect(char mark) {
    if (!accept(mark)) {
      throw error("expected '" + mark + "' " + where(), at);
    }
  }

  /** Whether an opening parenthesis and a digit come next. */
  boolean atNumberInBrackets() {
    int start = at;
    boolean number = accept('(');
    skipSpace();
    number = number && at < text.length() && Character.isDigit(text.charAt(at));
    at = start;
    return number;
  }

  void expectEnd() {
    skipSpace();
    if (at < text.length()) {
      throw error("expected nothing more " + where(), at);
    }
  }

  String word() {
    skipSpace();
    int end = at;
    while (end < text.length() && isWord(text.charAt(end))) {
      end++;
    }
    if (end == at) {
      throw error("expected a type's name " + where(), at);
    }
    String word = text.substring(at, end);
    at = end;
    return word;
  }

  int integer(int least, int most) {
    skipSpace();
    int end = at;
    if (end < text.length() && (text.charAt(end) == '-' || text.charAt(end) == '+')) {
      end++;
    }
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    try {
      int value = Integer.parseInt(text, at, end, 10);
      if (value >= least && value <= most) {
        at = end;
        return value;
      }
    } catch (NumberFormatException _) {
      // no number, or none that fits an int: the same answer as one out of range
    }
    throw error("expected a number from " + least + " to " + most + " " + where(), at);
  }

  String string() {
    return quoted('\'', "a quoted string");
  }

  /** A tuple's element may begin with a name: a word or a quoted word that another one follows. */
  Optional<String> nameBeforeType() {
    int start = offset();
    if (at('`') || at('"')) {
      return Optional.of(quoted(text.charAt(at), "a name"));
    }
    String word = word();
    skipSpace();
    if (at < text.length() && (isWord(text.charAt(at)))) {
      return Optional.of(word);
    }
    at = start;
    return Optional.empty();
  }

  /** What stands between this opening parenthesis and its closing one, as it is. */
  String enclosed() {
    expect('(');
    int start = at;
    int depth = 1;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'' || c == '`' || c == '"') {
        quoted(c, "a quoted text");
        continue;
      }
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      }
      at++;
      if (depth == 0) {
        return text.substring(start, at - 1).strip();
      }
    }
    throw error("a parenthesis is not closed", start - 1);
  }

  private String quoted(char quote, String what) {
    int start = at;
    if (!accept(quote)) {
      throw error("expected " + what + " " + where(), at);
    }
    StringBuilder out = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == quote && at < text.length() && text.charAt(at) == quote) {
        at++;
        out.append(quote);
      } else if (c == quote) {
        return out.toString();
      } else if (c == '\\' && at < text.length()) {
        out.append(unescaped(text.charAt(at++)));
      } else {
        out.append(c);
      }
    }
    throw error("a quote is not closed", start);
  }

  private static char unescaped(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case '0' -> '\0';
      default -> letter;
    };
  }

  private String where() {
    return at < text.length() ? "before '" + text.substring(at) + "'" : "at the end";
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
