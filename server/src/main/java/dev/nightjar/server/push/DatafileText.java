package dev.nightjar.server.push;

import dev.nightjar.server.http.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Puts a datafile together, line by line; no value gets out of its place. */
final class DatafileText {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final String INDENT = "    ";

  private final List<String> blocks = new ArrayList<>();

  /**
   * A name that a resource may have.
   *
   * @throws HttpProblem 400 otherwise
   */
  static String name(Optional<String> given, String of) {
    return given
        .map(String::strip)
        .filter(text -> NAME.matcher(text).matches())
        .orElseThrow(() ->
            HttpProblem.badRequest(
                "The "
                    + of
                    + " needs a name of letters, digits and underscores that does not begin with a digit: "
                    + given.map(text -> "`" + text + "` is none.").orElse("there is none.")));
  }

  /** A directive on one line; nothing where there is no value. */
  DatafileText line(String directive, Optional<String> value) {
    value
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> blocks.add(directive + " " + quoted(directive, text)));
    return this;
  }

  /** A line as it is. */
  DatafileText line(String text) {
    blocks.add(text);
    return this;
  }

  /** A directive with lines below it; nothing where there is no text. */
  DatafileText block(String directive, Optional<String> text) {
    text.filter(value -> !value.isBlank())
        .ifPresent(value -> blocks.add(directive + " >\n" + indented(value)));
    return this;
  }

  String text() {
    return String.join("\n", blocks) + "\n";
  }

  private static String quoted(String directive, String value) {
    if (value.chars().anyMatch(c -> c == '\n' || c == '\r')) {
      throw HttpProblem.badRequest(directive + " cannot hold a line break.");
    }
    if (value.indexOf('"') >= 0 && value.indexOf('\'') >= 0) {
      throw HttpProblem.badRequest(
          directive + " cannot hold quotes of both kinds: `" + value + "`.");
    }
    return value.indexOf('"') >= 0 ? "'" + value + "'" : "\"" + value + "\"";
  }

  private static String indented(String text) {
    return text.strip().lines().map(line -> INDENT + line).collect(Collectors.joining("\n"));
  }
}
