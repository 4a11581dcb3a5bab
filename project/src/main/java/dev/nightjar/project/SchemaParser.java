package dev.nightjar.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a SCHEMA block: columns with commas between them, comments, a comma at the end or not. */
final class SchemaParser {
  // Looking for the end of an open bracket reads the whole block: a file of such brackets must not
  // take for ever.
  private static final int MOST_UNCLOSED = 20;

  private static final int MOST_COLUMNS = 5_000;

  private final BlockText block;
  private final ProblemLog log;
  private final StringBuilder text;
  private int unclosed;

  private SchemaParser(BlockText block, ProblemLog log) {
    this.block = block;
    this.log = log;
    this.text = new StringBuilder(block.raw());
  }

  static List<Column> parse(BlockText block, ProblemLog log) {
    return new SchemaParser(block, log).columns();
  }

  private List<Column> columns() {
    blankComments();
    List<Column> columns = new ArrayList<>();
    Map<String, Column> byName = new HashMap<>();
    int start = 0;
    while (start <= text.length()) {
      int end = itemEnd(start);
      int first = afterSpace(start, end);
      if (first < end && columns.size() == MOST_COLUMNS) {
        log.error(
            block.position(first), "A schema has at most %d columns.".formatted(MOST_COLUMNS));
        return columns;
      }
      if (first < end) {
        new ColumnParser(block, text, first, end, log)
            .parse()
            .ifPresent(column -> {
              Column before = byName.putIfAbsent(column.name(), column);
              if (before == null) {
                columns.add(column);
              } else {
                log.error(
                    column.position(),
                    "The column `%s` stands in the schema twice, first in line %d. Take one of them out."
                        .formatted(column.name(), before.position().line()));
              }
            });
      } else if (end < text.length()) {
        log.error(block.position(end), "A column is missing before this comma.");
      }
      start = end + 1;
    }
    return columns;
  }

  /** Overwrites comments with spaces, so that every other character stays where it is. */
  private void blankComments() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (TextScan.isQuote(c)) {
        int lineEnd = lineEnd(at);
        int after = TextScan.afterQuoted(text, at, lineEnd);
        if (after < 0) {
          log.error(block.position(at), "The quote (%c) is not closed on this line.".formatted(c));
          // What follows cannot be read; as spaces it makes no further problems.
          blank(at, lineEnd);
          after = lineEnd;
        }
        at = after;
      } else if (c == '#' || (c == '-' && at + 1 < text.length() && text.charAt(at + 1) == '-')) {
        int lineEnd = lineEnd(at);
        blank(at, lineEnd);
        at = lineEnd;
      } else {
        at++;
      }
    }
  }

  private int lineEnd(int at) {
    int end = text.indexOf("\n", at);
    return end < 0 ? text.length() : end;
  }

  private void blank(int from, int to) {
    for (int at = from; at < to; at++) {
      text.setCharAt(at, ' ');
    }
  }

  /** The next comma outside brackets and quotes, or the end. */
  private int itemEnd(int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != ',') {
      char c = text.charAt(at);
      int after = at + 1;
      if (TextScan.isQuote(c)) {
        after = TextScan.afterQuoted(text, at, text.length());
      } else if (TextScan.isOpening(c) && unclosed < MOST_UNCLOSED) {
        after = TextScan.afterBracketed(text, at, text.length());
        unclosed += after < 0 ? 1 : 0;
      }
      if (after < 0) {
        // Whoever reads the column reports the bracket; the columns of the next lines are sound
        // again.
        return nextLineOrComma(at + 1);
      }
      at = after;
    }
    return at;
  }

  private int nextLineOrComma(int from) {
    int lineEnd = lineEnd(from);
    int comma = text.lastIndexOf(",", lineEnd);
    return comma >= from ? comma : lineEnd;
  }

  private int afterSpace(int from, int end) {
    int at = from;
    while (at < end && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
