package dev.nightjar.server.intake;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Rows that wait for their insert, in a file: for each the texts of its columns, or, where there is
 * no telling its columns apart, the whole row with what is wrong with it. The format is
 * ClickHouse's RowBinary; every column is a {@code Nullable(String)}. Not thread-safe.
 */
final class StagedRows implements AutoCloseable {
  /** The row as it came; NULL for rows whose columns are known. */
  static final String RAW = "staged_raw";

  /** What is wrong with such a row. */
  static final String PROBLEM = "staged_problem";

  /** Of a row that cannot be read this much is kept. */
  static final int LONGEST_RAW = 1 << 20;

  private final RowShape shape;
  private final Path file;
  private final BoundedOutput bounded;
  private final OutputStream out;
  private long rows;
  private long unreadable;

  private StagedRows(RowShape shape, Path file, BoundedOutput bounded) {
    this.shape = shape;
    this.file = file;
    this.bounded = bounded;
    this.out = new BufferedOutputStream(bounded, 1 << 16);
  }

  /**
   * Begins without a row, with a new file in that folder.
   *
   * @param most how many bytes the file may have; one more ends it with a {@link
   *     Unpacking.TooLargeException}
   */
  static StagedRows in(Path folder, RowShape shape, long most) throws IOException {
    Path file = Files.createTempFile(folder, "rows-", ".bin");
    return new StagedRows(shape, file, BoundedOutput.to(file, most));
  }

  /**
   * Adds a row.
   *
   * @param texts of all columns; null where the value is absent or null
   */
  void add(String[] texts) throws IOException {
    for (String text : texts) {
      write(text);
    }
    write((String) null);
    write((String) null);
    rows++;
  }

  /**
   * Adds a row that cannot be read.
   *
   * @param raw its bytes, or as many of them as there are at hand
   */
  void addUnreadable(byte[] raw, int offset, int length, String problem) throws IOException {
    for (int i = 0; i < shape.size(); i++) {
      write((String) null);
    }
    write(raw, offset, Math.min(length, LONGEST_RAW));
    write(problem);
    rows++;
    unreadable++;
  }

  /** No more rows come. */
  void finish() throws IOException {
    out.close();
  }

  long rows() {
    return rows;
  }

  long unreadable() {
    return unreadable;
  }

  long bytes() throws IOException {
    return Files.size(file);
  }

  RowShape shape() {
    return shape;
  }

  Path file() {
    return file;
  }

  InputStream open() throws IOException {
    return Files.newInputStream(file);
  }

  /** Deletes the file; rows that were not finished go unwritten. */
  @Override
  public void close() throws IOException {
    try {
      bounded.close();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  private void write(String text) throws IOException {
    if (text == null) {
      out.write(1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(0);
    int left = length;
    while (left >= 0x80) {
      out.write(left & 0x7f | 0x80);
      left >>>= 7;
    }
    out.write(left);
    out.write(bytes, offset, length);
  }
}
