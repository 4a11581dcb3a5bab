package dev.nightjar.cli.text;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.WCWidth;

/** Text in lines that fit a terminal, broken between words where that is possible. */
public final class Wrapped {
  private static final String INDENT = "  ";

  private Wrapped() {}

  /**
   * The lines of a text; all but the first are indented.
   *
   * @param width cells of a line; below a few cells nothing is broken any more
   */
  public static List<String> lines(String text, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : Printable.of(text).split(" ", -1)) {
      String longer = line.isBlank() ? line + word : line + " " + word;
      if (cells(longer) <= width || line.isBlank()) {
        line = longer;
      } else {
        lines.add(line);
        line = INDENT + word;
      }
      while (cells(line) > width && width > 2 * INDENT.length()) {
        int end = fitting(line, width);
        lines.add(line.substring(0, end));
        line = INDENT + line.substring(end);
      }
    }
    lines.add(line);
    return lines;
  }

  /** How many characters of a line fit. */
  private static int fitting(String line, int width) {
    int cells = 0;
    int at = 0;
    while (at < line.length()) {
      int character = line.codePointAt(at);
      cells += Math.max(0, WCWidth.wcwidth(character));
      if (cells > width) {
        return at;
      }
      at += Character.charCount(character);
    }
    return at;
  }

  /** How many cells of a terminal a text takes. */
  static int cells(String text) {
    return text.codePoints().map(character -> Math.max(0, WCWidth.wcwidth(character))).sum();
  }
}
