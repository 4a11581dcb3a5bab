package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Sql;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * A named pipe that the engine writes a result into, as a file ({@code INTO OUTFILE}), while it is
 * read here. That is the engine's only way to write one document, of any format, that is not held
 * in memory: what its own streaming functions fetch is a document of its own a block.
 *
 * <p>Neither end ever waits for the other to open: both are held open here. The end of the result
 * is the close of that holder, which is due when the statement has ended, however.
 */
final class OutputPipe implements AutoCloseable {
  private final Path path;
  private final RandomAccessFile holder;
  private final InputStream reading;

  private OutputPipe(Path path, RandomAccessFile holder, InputStream reading) {
    this.path = path;
    this.holder = holder;
    this.reading = reading;
  }

  /**
   * Opens a pipe that was just made.
   *
   * @throws IOException when it cannot be opened
   */
  static OutputPipe open(Path path) throws IOException {
    RandomAccessFile holder = new RandomAccessFile(path.toFile(), "rw");
    try {
      return new OutputPipe(path, holder, new FileInputStream(path.toFile()));
    } catch (IOException | RuntimeException e) {
      holder.close();
      throw e;
    }
  }

  /** A statement that reads, with its result written here in a format. */
  String outOf(String sql, String format) {
    return sql
        + "\nINTO OUTFILE "
        + Sql.string(path.toString())
        + " TRUNCATE FORMAT "
        + Sql.identifier(format);
  }

  /**
   * Waits for bytes.
   *
   * @return how many were read, -1 after the last
   */
  int read(byte[] buffer) throws IOException {
    return reading.read(buffer);
  }

  /** All that is left; after {@link #end}. */
  byte[] rest() throws IOException {
    byte[] there = reading.readNBytes(reading.available());
    byte[] more = reading.readAllBytes();
    if (more.length == 0) {
      return there;
    }
    byte[] all = Arrays.copyOf(there, there.length + more.length);
    System.arraycopy(more, 0, all, there.length, more.length);
    return all;
  }

  /** The statement has ended: after what is in the pipe comes its end. */
  void end() throws IOException {
    holder.close();
  }

  /**
   * Nobody reads from it any more: whoever writes into it is told so. Whoever has not opened it yet
   * would wait for a reader, and so finds a link to nowhere in its place.
   */
  void abandon() throws IOException {
    Path link = path.resolveSibling(path.getFileName() + "-abandoned");
    try (holder;
        reading) {
      Files.createSymbolicLink(link, Path.of("nowhere", "at-all"));
      Files.move(link, path, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  @Override
  public void close() throws IOException {
    try (holder;
        reading) {
      Files.delete(path);
    }
  }
}
