package dev.nightjar.server.query;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What filters have in common that differ in plain numbers and strings only: {@code customer = 7}
 * and {@code customer = 8}. ClickHouse's parser makes the same tree of both, with other literals in
 * it. Only texts of a few plain things have a shape: names, brackets, commas, operators, and
 * literals that come after one of them; nothing that begins a comment, escapes or quotes anything.
 */
final class FilterShape {
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<blank>[ \\t\\n]+)"
              + "|(?<word>[A-Za-z_][A-Za-z0-9_]*)"
              + "|(?<number>[0-9]{1,15}(?![A-Za-z0-9_.]))"
              + "|(?<string>'[A-Za-z0-9_@ .:/+-]{0,200}'(?!'))"
              + "|(?<symbol>[(),=<>!+*%]|-(?!-))");

  /** Words that a literal may come after; after {@code INTERVAL} its text would be parsed. */
  private static final Set<String> BEFORE_LITERALS =
      Set.of("AND", "BETWEEN", "ILIKE", "IN", "LIKE", "NOT", "OR");

  private FilterShape() {}

  /** The filter with the same literal in the place of each; empty where it has no shape. */
  static Optional<String> of(String filter) {
    StringBuilder shape = new StringBuilder(filter.length());
    Matcher token = TOKEN.matcher(filter);
    boolean mayBeLiteral = true;
    int end = 0;
    while (token.lookingAt()) {
      boolean number = token.group("number") != null;
      boolean string = token.group("string") != null;
      if ((number || string) && !mayBeLiteral) {
        return Optional.empty();
      }
      shape.append(number ? "0" : string ? "''" : token.group());
      if (token.group("blank") == null) {
        String word = token.group("word");
        mayBeLiteral =
            word == null
                ? token.group("symbol") != null && !token.group().equals(")")
                : BEFORE_LITERALS.contains(word.toUpperCase(Locale.ROOT));
      }
      end = token.end();
      token.region(end, filter.length());
    }
    return end == filter.length() ? Optional.of(shape.toString()) : Optional.empty();
  }
}
