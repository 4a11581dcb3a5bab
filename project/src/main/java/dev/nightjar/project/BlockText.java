package dev.nightjar.project;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lines of a block: as text of its own, and as text in which every character knows its place in
 * the file.
 */
final class BlockText {
  private final String file;
  private final List<Line> lines;
  private final int[] starts;

  BlockText(String file, List<Line> lines) {
    this.file = file;
    this.lines = lines;
    this.starts = new int[lines.size()];
    for (int i = 1; i < starts.length; i++) {
      starts[i] = starts[i - 1] + lines.get(i - 1).text().length() + 1;
    }
  }

  /** The lines as they are, with a line feed between them. */
  String raw() {
    return lines.stream().map(Line::text).collect(Collectors.joining("\n"));
  }

  /** The place of a character of {@link #raw}. */
  Position position(int index) {
    if (lines.isEmpty()) {
      return Position.startOf(file);
    }
    int found = Arrays.binarySearch(starts, index);
    int line = found >= 0 ? found : -found - 2;
    return new Position(file, lines.get(line).number(), index - starts[line] + 1);
  }

  /**
   * The lines without the indentation of the first, as far as each has it (clients indent the first
   * line of a description only), and without white space at both ends.
   */
  String dedented() {
    if (lines.isEmpty()) {
      return "";
    }
    int indent = lines.getFirst().indent();
    return lines.stream()
        .map(line -> line.isBlank() ? "" : line.text().substring(Math.min(indent, line.indent())))
        .collect(Collectors.joining("\n"))
        .strip();
  }
}
