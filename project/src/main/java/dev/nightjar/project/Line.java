package dev.nightjar.project;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of a datafile.
 *
 * @param number from 1
 * @param text without its line end
 */
record Line(int number, String text) {
  private static final char BYTE_ORDER_MARK = '\ufeff';

  /** The lines of a text with LF, CRLF or CR between them, without a byte order mark. */
  static List<Line> of(String text) {
    List<Line> lines = new ArrayList<>();
    int from = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    while (from < text.length()) {
      int end = from;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      lines.add(new Line(lines.size() + 1, text.substring(from, end)));
      from = text.startsWith("\r\n", end) ? end + 2 : end + 1;
    }
    return lines;
  }

  boolean isBlank() {
    return text.isBlank();
  }

  /** The number of white space characters before the first other one. */
  int indent() {
    int at = 0;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  boolean isIndented() {
    return indent() > 0;
  }

  boolean startsComment() {
    return text.startsWith("#", indent()) || text.startsWith("--", indent());
  }

  /** The line with spaces in place of its first characters, so that the rest keeps its columns. */
  Line without(int characters) {
    return new Line(number, " ".repeat(characters) + text.substring(characters));
  }
}
