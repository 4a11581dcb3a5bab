package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.ClickHouseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Keeps definitions off a full disk. The engine (26.7) does not notice when the file of a table's
 * definition does not fit: it answers that all is well and leaves the file empty, after an ALTER as
 * well as after a CREATE, and the table is gone at the next start.
 */
final class FreeSpace {
  /** What must be free for a definition. A file of it has a few kilobytes. */
  static final long FOR_A_DEFINITION = 16L << 20;

  private static final int NOT_ENOUGH_SPACE = 243;
  private static final Pattern WRITES_A_DEFINITION =
      Pattern.compile(
          "\\s*(CREATE|ALTER|ATTACH|REPLACE)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Path directory;

  FreeSpace(Path directory) {
    this.directory = directory;
  }

  /**
   * Lets a statement pass, unless it writes a definition and little is free.
   *
   * @throws ClickHouseException {@code NOT_ENOUGH_SPACE}
   */
  void check(String sql) {
    if (WRITES_A_DEFINITION.matcher(sql).matches() && usable() < FOR_A_DEFINITION) {
      throw new ClickHouseException(
          NOT_ENOUGH_SPACE,
          "NOT_ENOUGH_SPACE",
          "The disk of the data directory is full (less than "
              + (FOR_A_DEFINITION >> 20)
              + " MB are free), and a table's definition might not fit. Free space and try again.");
    }
  }

  private long usable() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot see how much is free in " + directory, e);
    }
  }
}
