package dev.nightjar.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands after a directive on its line: quoted or bare values, lists, secrets, comments. */
final class Values {
  private static final Pattern SECRET =
      Pattern.compile(
          "\\{\\{\\s*tb_secret\\(\\s*([\"'])(.+?)\\1\\s*(?:,\\s*([\"'])(.*)\\3\\s*)?\\)\\s*\\}\\}");

  private Values() {}

  /** A single value: one pair of quotes around it does not count, nor does a comment after it. */
  static Reading<String> single(String rest) {
    String text = rest.strip();
    if (text.isEmpty()) {
      return new Reading.Read<>("");
    }
    char first = text.charAt(0);
    if (first == '"' || first == '\'') {
      int end = closing(text, first);
      return end < 0
          ? new Reading.Refused<>("The quote (%c) is not closed on this line.".formatted(first))
          : new Reading.Read<>(text.substring(1, end).strip());
    }
    if (text.startsWith("{{")) {
      int end = text.lastIndexOf("}}");
      String after = end < 0 ? "" : text.substring(end + 2).strip();
      return after.isEmpty() || after.startsWith("#")
          ? new Reading.Read<>(end < 0 ? text : text.substring(0, end + 2))
          : new Reading.Refused<>(
              "A secret must be the whole value, and `%s` follows it. Take that out."
                  .formatted(after));
    }
    int hash = text.indexOf('#');
    while (hash > 0 && !Character.isWhitespace(text.charAt(hash - 1))) {
      hash = text.indexOf('#', hash + 1);
    }
    return new Reading.Read<>(hash < 0 ? text : text.substring(0, hash).strip());
  }

  /** The text that {@link #single} reads as this value, in quotes. */
  static String write(String value) {
    return first(value, "\"" + value + "\"", "'" + value + "'", value);
  }

  /** The text that {@link #single} reads as this value, without quotes if it can be. */
  static String writeBare(String value) {
    return first(value, value, "\"" + value + "\"", "'" + value + "'");
  }

  private static String first(String value, String... texts) {
    return Stream.of(texts)
        .filter(text -> !text.startsWith(">") && single(text).accepted().equals(Optional.of(value)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("no datafile can hold this value on one line: " + value));
  }

  /** A value that may be a secret. */
  static Reading<Value> value(String text) {
    if (!text.startsWith("{{")) {
      return text.contains("{{")
          ? new Reading.Refused<>(
              "A secret must be the whole value: write `{{ tb_secret(\"NAME\") }}` alone.")
          : new Reading.Read<>(new Value.Literal(text));
    }
    Matcher secret = SECRET.matcher(text);
    if (secret.matches() && !TextScan.isPlainIdentifier(secret.group(2))) {
      return new Reading.Refused<>(
          "`%s` cannot name a secret: only letters, digits and underscores, and no digit first."
              .formatted(secret.group(2)));
    }
    return secret.matches()
        ? new Reading.Read<>(
            new Value.SecretReference(secret.group(2), Optional.ofNullable(secret.group(4))))
        : new Reading.Refused<>(
            "`%s` cannot be read as a secret. Write `{{ tb_secret(\"NAME\") }}` or `{{ tb_secret(\"NAME\", \"default\") }}`."
                .formatted(text));
  }

  /** The text of a value in a file. */
  static String write(Value value) {
    return switch (value) {
      case Value.Literal(String text) -> writeBare(text);
      case Value.SecretReference(String name, Optional<String> fallback) ->
          "{{ tb_secret(%s%s) }}"
              .formatted(quoted(name), fallback.map(text -> ", " + quoted(text)).orElse(""));
    };
  }

  /**
   * The elements of a list: {@code a, b} or {@code "a, b"} or {@code "a", "b"}; empty ones do not
   * count.
   */
  static Reading<List<String>> list(String rest) {
    Reading<String> whole = single(rest);
    if (!(whole instanceof Reading.Read<String>(String value))) {
      return new Reading.Refused<>(whole.refusal().orElseThrow());
    }
    List<String> quoted = TextScan.splitAtCommas(rest.strip());
    boolean eachQuoted =
        quoted.size() > 1 && quoted.stream().allMatch(text -> text.matches("\"[^\"]*\"|'[^']*'"));
    List<String> elements = new ArrayList<>();
    for (String element : eachQuoted ? quoted : TextScan.splitAtCommas(value)) {
      String text = eachQuoted ? element.substring(1, element.length() - 1) : element;
      TextScan.splitAtCommas(text).stream().filter(part -> !part.isEmpty()).forEach(elements::add);
    }
    return new Reading.Read<>(elements);
  }

  /** The words of a line, some of them in quotes; a comment ends them. */
  static List<String> words(String rest) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)").matcher(rest);
    while (word.find()) {
      if (word.group(3) != null && word.group(3).startsWith("#")) {
        break;
      }
      words.add(
          Stream.of(1, 2, 3).map(word::group).filter(text -> text != null).findFirst().orElse(""));
    }
    return words;
  }

  static String quoted(String text) {
    return text.indexOf('"') < 0 ? "\"" + text + "\"" : "'" + text + "'";
  }

  /** The quote after which the line ends or a comment begins. */
  private static int closing(String text, char quote) {
    for (int at = text.indexOf(quote, 1); at > 0; at = text.indexOf(quote, at + 1)) {
      int next = at + 1;
      while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
        next++;
      }
      if (next == text.length() || (next > at + 1 && text.charAt(next) == '#')) {
        return at;
      }
    }
    return -1;
  }
}
