package dev.nightjar.project;

import java.util.Map;

/**
 * Where a file's directives stand, so that whoever refuses one later (for example because the
 * table's keys do not fit) can name the line.
 *
 * @param start the first character of the file, or of the node
 * @param directives the first character of each directive, by its name in capitals
 */
public record Positions(Position start, Map<String, Position> directives) {
  public Positions {
    directives = Map.copyOf(directives);
  }

  /** Where the directive stands; the start of the file (or node) if it does not state it. */
  public Position of(String directive) {
    return directives.getOrDefault(directive, start);
  }
}
