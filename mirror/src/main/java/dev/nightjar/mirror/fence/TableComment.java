package dev.nightjar.mirror.fence;

import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A table's comment: what people wrote, which is kept, and the mark of the mirror that the table
 * belongs to, on a line of its own.
 *
 * @param words what people wrote; empty if nothing
 * @param mark whose table it is
 */
record TableComment(String words, Optional<OwnerMark> mark) {

  static TableComment parse(String text) {
    Optional<OwnerMark> mark =
        text.lines().map(OwnerMark::parse).flatMap(Optional::stream).reduce((_, last) -> last);
    String words =
        text.lines()
            .filter(line -> !line.strip().startsWith(OwnerMark.WORD + " "))
            .collect(Collectors.joining("\n"));
    return new TableComment(words, mark);
  }

  TableComment with(OwnerMark other) {
    return new TableComment(words, Optional.of(other));
  }

  /** The comment as ClickHouse is given it. */
  String text() {
    String line = mark.map(OwnerMark::text).orElse("");
    return words.isEmpty() || line.isEmpty() ? words + line : words + "\n" + line;
  }
}
