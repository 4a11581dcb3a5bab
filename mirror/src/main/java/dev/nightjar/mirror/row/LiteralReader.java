package dev.nightjar.mirror.row;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an SQL literal as a typed attribute: {@code 'x'}, {@code 5}, {@code true}, {@code NULL},
 * {@code [1, 2]}, {@code (1, 'x')}, and {@code array}, {@code tuple} and {@code map} of literals.
 * For one literal.
 */
final class LiteralReader {
  private static final Pattern STRING = Pattern.compile("'(?:[^'\\\\]|\\\\.|'')*'", Pattern.DOTALL);
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String text;
  private final StringBuilder json = new StringBuilder();
  private int at;

  LiteralReader(String text) {
    this.text = text;
  }

  /** Whether all of the text is a literal; {@link #typedJson} is then its attribute. */
  boolean read() {
    boolean literal = value();
    skipSpace();
    return literal && at == text.length();
  }

  /** Such as {@code {"N":"5"}}. */
  String typedJson() {
    return json.toString();
  }

  private boolean value() {
    skipSpace();
    if (at >= text.length()) {
      return false;
    }
    return switch (text.charAt(at)) {
      case '\'' -> string("{\"S\":", "}");
      case '[' -> list('[', ']');
      case '(' -> tuple();
      default -> number("{\"N\":", "}") || word();
    };
  }

  private boolean word() {
    String word = take(WORD).toLowerCase(Locale.ROOT);
    switch (word) {
      case "true", "false" -> json.append("{\"BOOL\":").append(word).append('}');
      case "null" -> json.append("{\"NULL\":true}");
      case "array", "tuple" -> {
        return list('(', ')');
      }
      case "map" -> {
        return map();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** One value in parentheses is that value. */
  private boolean tuple() {
    int begin = json.length();
    int elements = elements('(', ')');
    if (elements == 1) {
      return true;
    }
    json.insert(begin, "{\"L\":[").append("]}");
    return elements > 1;
  }

  private boolean list(char open, char close) {
    json.append("{\"L\":[");
    int elements = elements(open, close);
    json.append("]}");
    return elements >= 0;
  }

  /** How many there are between the brackets; -1 where they are no literals. */
  private int elements(char open, char close) {
    if (!accept(open)) {
      return -1;
    }
    if (accept(close)) {
      return 0;
    }
    int count = 0;
    do {
      if (count++ > 0) {
        json.append(',');
      }
      if (!value()) {
        return -1;
      }
    } while (accept(','));
    return accept(close) ? count : -1;
  }

  private boolean map() {
    if (!accept('(')) {
      return false;
    }
    json.append("{\"M\":{");
    boolean first = true;
    while (!accept(')')) {
      if (!first) {
        if (!accept(',')) {
          return false;
        }
        json.append(',');
      }
      first = false;
      skipSpace();
      if (!string("", ":") && !number("", ":")) {
        return false;
      }
      if (!accept(',') || !value()) {
        return false;
      }
    }
    json.append("}}");
    return true;
  }

  private boolean string(String before, String after) {
    String literal = take(STRING);
    if (literal.isEmpty()) {
      return false;
    }
    Optional<String> value = unescaped(literal.substring(1, literal.length() - 1));
    if (value.isEmpty()) {
      return false;
    }
    json.append(before).append('"').append(escaped(value.get())).append('"').append(after);
    return true;
  }

  private boolean number(String before, String after) {
    String literal = take(NUMBER);
    if (literal.isEmpty()) {
      return false;
    }
    json.append(before).append('"').append(literal).append('"').append(after);
    return true;
  }

  private String take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    return matcher.group();
  }

  private boolean accept(char mark) {
    skipSpace();
    boolean found = at < text.length() && text.charAt(at) == mark;
    if (found) {
      at++;
    }
    return found;
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        escaped.append('\\').append(c);
      } else if (c < ' ') {
        escaped.append("\\u%04x".formatted((int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  /** The text between the quotes; empty where its bytes are no UTF-8, which no attribute holds. */
  private static Optional<String> unescaped(String quoted) {
    byte[] text = quoted.getBytes(StandardCharsets.UTF_8);
    ByteBuffer value = ByteBuffer.allocate(text.length);
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\'') {
        i++;
        value.put((byte) '\'');
      } else if (text[i] != '\\') {
        value.put(text[i]);
      } else if (text[++i] != 'x') {
        value.put(unescaped(text[i]));
      } else if (i + 2 < text.length
          && Hex.digit(text[i + 1]) >= 0
          && Hex.digit(text[i + 2]) >= 0) {
        value.put((byte) (Hex.digit(text[++i]) << 4 | Hex.digit(text[++i])));
      } else {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(value.flip()).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** As ClickHouse reads what follows a backslash: before most letters the backslash stays. */
  private static byte[] unescaped(byte letter) {
    String value =
        switch (letter) {
          case 'a' -> "\u0007";
          case 'b' -> "\b";
          case 'e' -> "\u001b";
          case 'f' -> "\f";
          case 'n' -> "\n";
          case 'r' -> "\r";
          case 't' -> "\t";
          case 'v' -> "\u000b";
          case '0' -> "\0";
          case 'N' -> "";
          case '\\', '\'', '"', '`', '/', '=' -> "" + (char) letter;
          default -> "\\" + (char) (letter & 0xFF);
        };
    return value.getBytes(StandardCharsets.ISO_8859_1);
  }
}
