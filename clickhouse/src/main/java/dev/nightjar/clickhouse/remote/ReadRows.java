package dev.nightjar.clickhouse.remote;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Rows that are being sent; keeps why they could not be read, which the HTTP client wraps up. */
final class ReadRows extends FilterInputStream {
  private volatile IOException failure;

  ReadRows(InputStream rows) {
    super(rows);
  }

  /** Why reading ended before the end; empty where it did not. */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      return super.read(buffer, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Leaves the rows open: they belong to whoever opened them. */
  @Override
  public void close() {}
}
