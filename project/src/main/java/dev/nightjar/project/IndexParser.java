package dev.nightjar.project;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an INDEXES block: {@code [INDEX] name expression TYPE type GRANULARITY n}, one a line. */
final class IndexParser {
  private static final int MOST = 500;
  private static final Pattern NAME =
      Pattern.compile("\\s*(?:INDEX\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s+", Pattern.CASE_INSENSITIVE);

  private IndexParser() {}

  static List<Index> parse(String file, List<Line> lines, ProblemLog log) {
    List<Index> indexes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Line line : lines) {
      if (line.isBlank() || line.startsComment()) {
        continue;
      }
      Position position = new Position(file, line.number(), line.indent() + 1);
      if (indexes.size() == MOST) {
        log.error(position, "A data source has at most %d indexes.".formatted(MOST));
        return indexes;
      }
      Optional<Index> index = index(line.text(), position);
      if (index.isEmpty()) {
        log.error(
            position,
            "An index is written `name expression TYPE type GRANULARITY n`, for example `by_id id TYPE bloom_filter(0.01) GRANULARITY 4`.");
      } else if (!names.add(index.get().name())) {
        log.error(
            position, "There are two indexes of the name `%s`.".formatted(index.get().name()));
      } else {
        indexes.add(index.get());
      }
    }
    return indexes;
  }

  private static Optional<Index> index(String line, Position position) {
    String text = line.strip();
    if (text.endsWith(",")) {
      text = text.substring(0, text.length() - 1).strip();
    }
    Matcher name = NAME.matcher(text);
    if (!name.lookingAt()) {
      return Optional.empty();
    }
    int type = keyword(text, "TYPE", name.end());
    if (type < 0) {
      return Optional.empty();
    }
    int granularity = keyword(text, "GRANULARITY", type + 4);
    String typeText =
        text.substring(type + 4, granularity < 0 ? text.length() : granularity).strip();
    String expression = text.substring(name.end(), type).strip();
    OptionalInt count =
        granularity < 0 ? OptionalInt.of(1) : number(text.substring(granularity + 11).strip());
    if (expression.isEmpty() || typeText.isEmpty() || count.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Index(name.group(1), expression, typeText, count.getAsInt(), position));
  }

  /** Where a keyword stands as a word of its own outside brackets and quotes; -1 if nowhere. */
  private static int keyword(String text, String keyword, int from) {
    int at = from;
    while (at >= 0 && at < text.length()) {
      char c = text.charAt(at);
      if (TextScan.isQuote(c)) {
        at = TextScan.afterQuoted(text, at, text.length());
      } else if (TextScan.isOpening(c)) {
        at = TextScan.afterBracketed(text, at, text.length());
      } else if (TextScan.isWordPart(c)) {
        int end = at;
        while (end < text.length() && TextScan.isWordPart(text.charAt(end))) {
          end++;
        }
        if (text.substring(at, end).toUpperCase(Locale.ROOT).equals(keyword)) {
          return at;
        }
        at = end;
      } else {
        at++;
      }
    }
    return -1;
  }

  private static OptionalInt number(String text) {
    return text.matches("[1-9]\\d{0,8}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }
}
