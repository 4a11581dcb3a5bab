package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Holds an answer until it is whole ({@code wait_end_of_query=1}): a small one in memory, a larger
 * one in a file, which is gone when this is closed.
 */
final class Spool implements AutoCloseable {
  /** The names of its files. */
  static final String FILES = "answer-*.spool";

  private static final int MOST_IN_MEMORY = 1 << 20;

  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final long most;
  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private Optional<Path> file = Optional.empty();
  private OutputStream out = memory;
  private long size;

  /**
   * @param directory where the file goes
   * @param most how many bytes are held at most
   */
  Spool(Path directory, long most) {
    this.directory = directory;
    this.most = most;
  }

  void write(byte[] piece) throws IOException {
    size += piece.length;
    if (size > most) {
      throw new ClickHouseException(
          396,
          "TOO_MANY_ROWS_OR_BYTES",
          "The result is larger than "
              + most
              + " bytes, the most that is held back: leave wait_end_of_query out");
    }
    if (file.isEmpty() && size > MOST_IN_MEMORY) {
      if (Files.notExists(directory)) {
        Files.createDirectory(directory, OWNER_ONLY);
      }
      Path path = Files.createTempFile(directory, "answer-", ".spool");
      file = Optional.of(path);
      out = Files.newOutputStream(path, StandardOpenOption.WRITE);
      memory.writeTo(out);
      memory.reset();
    }
    out.write(piece);
  }

  /** How many bytes there are. */
  long size() {
    return size;
  }

  /** Writes all of it. */
  void transferTo(OutputStream to) throws IOException {
    if (file.isEmpty()) {
      memory.writeTo(to);
      return;
    }
    out.flush();
    try (InputStream in = Files.newInputStream(file.get())) {
      in.transferTo(to);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (file.isPresent()) {
      Files.delete(file.get());
    }
  }
}
