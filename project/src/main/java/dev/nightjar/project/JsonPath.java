package dev.nightjar.project;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a column's value is in a JSON record: {@code $} (the whole record), {@code $.a.b}, {@code
 * $.user-id}, {@code $."a.b"}, {@code $['a.b']}, {@code $.tags[:]}, {@code $.items[:].name}. Names
 * are case-sensitive.
 *
 * @param segments the names from the record down, unquoted; empty for {@code $}
 * @param array whether {@code [:]} follows them: each element of the list there
 * @param elementSegments the names inside each element; only where {@code array} is true
 */
public record JsonPath(List<String> segments, boolean array, List<String> elementSegments) {
  public JsonPath {
    segments = List.copyOf(segments);
    elementSegments = List.copyOf(elementSegments);
    if (!array && !elementSegments.isEmpty()) {
      throw new IllegalArgumentException("names inside elements without a list");
    }
  }

  /** The path of names alone, for example {@code of("Item", "pk")} for {@code $.Item.pk}. */
  public static JsonPath of(String... segments) {
    return new JsonPath(List.of(segments), false, List.of());
  }

  /** Reads a path, with or without {@code json:} before it. */
  public static Reading<JsonPath> parse(String text) {
    String path = text.startsWith("json:") ? text.substring("json:".length()) : text;
    return new JsonPathReader(path.strip()).read();
  }

  /** The shortest text that {@link #parse} reads as this path; it holds no backtick. */
  @Override
  public String toString() {
    return "$" + names(segments) + (array ? "[:]" : "") + names(elementSegments);
  }

  private static String names(List<String> names) {
    return names.stream()
        .map(name -> "." + (isPlain(name) ? name : quoted(name)))
        .collect(Collectors.joining());
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.codePoints()
            .allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '$');
  }

  private static String quoted(String name) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || c == '`' || c == 0x7f) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** Reads one path from its {@code $} to its end. */
  private static final class JsonPathReader {
    /**
     * DynamoDB's limit (Developer Guide, "Service, account, and table quotas"), the envelope's name
     * and the attribute's.
     */
    private static final int MOST_SEGMENTS = 34;

    private static final int LONGEST_SHOWN = 200;

    private final String text;
    private int at;

    JsonPathReader(String text) {
      this.text = text;
    }

    Reading<JsonPath> read() {
      if (!text.startsWith("$")) {
        return refused("it must begin with `$`, for example `$.name`");
      }
      at = 1;
      List<String> before = new ArrayList<>();
      List<String> inside = new ArrayList<>();
      boolean array = false;
      while (at < text.length()) {
        if (text.startsWith("[:]", at)) {
          if (array) {
            return refused("`[:]` may stand in it once only");
          }
          array = true;
          at += 3;
          continue;
        }
        Reading<String> name = name();
        if (name instanceof Reading.Refused<String>(String problem)) {
          return refused(problem);
        }
        name.accepted().ifPresent(array ? inside::add : before::add);
        if (before.size() + inside.size() > MOST_SEGMENTS) {
          return refused("DynamoDB nests values up to 32 levels deep");
        }
      }
      return new Reading.Read<>(new JsonPath(before, array, inside));
    }

    private Reading<String> name() {
      char c = text.charAt(at++);
      if (c == '.') {
        if (at < text.length() && isQuote(text.charAt(at))) {
          return quotedName();
        }
        int start = at;
        while (at < text.length() && ".[]\"'`".indexOf(text.charAt(at)) < 0) {
          at++;
        }
        String name = text.substring(start, at).strip();
        return name.isEmpty()
            ? new Reading.Refused<>("a name is missing after a dot")
            : new Reading.Read<>(name);
      }
      if (c == '[' && at < text.length() && isQuote(text.charAt(at))) {
        Reading<String> name = quotedName();
        if (name instanceof Reading.Read<String>
            && (at >= text.length() || text.charAt(at) != ']')) {
          return new Reading.Refused<>("a `]` is missing");
        }
        at++;
        return name;
      }
      if (c == '[') {
        return new Reading.Refused<>(
            "elements are not picked by number; map the whole list with `[:]`");
      }
      return new Reading.Refused<>(
          "`%c` is not expected there; put a name with such characters in quotes, as in `$.\"a.b\"`"
              .formatted(c));
    }

    private Reading<String> quotedName() {
      char quote = text.charAt(at++);
      StringBuilder name = new StringBuilder();
      while (at < text.length() && text.charAt(at) != quote) {
        char c = text.charAt(at++);
        if (c == '\\' && at < text.length()) {
          c = text.charAt(at++);
          if (c == 'u') {
            int unit = hex(at);
            if (unit < 0) {
              return new Reading.Refused<>("`\\u` wants four hexadecimal digits");
            }
            c = (char) unit;
            at += 4;
          }
        }
        name.append(c);
      }
      if (at >= text.length()) {
        return new Reading.Refused<>("a quote is not closed");
      }
      at++;
      return new Reading.Read<>(name.toString());
    }

    private int hex(int from) {
      if (from + 4 > text.length()) {
        return -1;
      }
      int value = 0;
      for (int i = from; i < from + 4; i++) {
        int digit = Character.digit(text.charAt(i), 16);
        if (digit < 0) {
          return -1;
        }
        value = value * 16 + digit;
      }
      return value;
    }

    private static boolean isQuote(char c) {
      return c == '"' || c == '\'';
    }

    private Reading<JsonPath> refused(String why) {
      String shown = text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "…" : text;
      return new Reading.Refused<>("The JSON path `%s` cannot be read: %s.".formatted(shown, why));
    }
  }
}
