package dev.nightjar.project;

import java.util.Comparator;
import java.util.List;

/**
 * A place in a datafile.
 *
 * @param file the file's path as it was handed in
 * @param line from 1
 * @param column from 1, in UTF-16 units; a byte order mark does not count
 */
public record Position(String file, int line, int column) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::file)
          .thenComparingInt(Position::line)
          .thenComparingInt(Position::column);

  /** The first character of a file. */
  public static Position startOf(String file) {
    return new Position(file, 1, 1);
  }

  /** The place after the last character of a text that begins a file. */
  static Position endOf(String file, String text) {
    List<Line> lines = Line.of(text);
    boolean ended = text.endsWith("\n") || text.endsWith("\r");
    if (lines.isEmpty() || ended) {
      return new Position(file, lines.size() + 1, 1);
    }
    return new Position(file, lines.size(), lines.getLast().text().length() + 1);
  }

  /** By file, then line, then column. */
  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line:column}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
