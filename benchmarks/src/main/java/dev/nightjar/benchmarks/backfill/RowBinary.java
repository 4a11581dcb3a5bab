package dev.nightjar.benchmarks.backfill;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Rows in ClickHouse's format RowBinary, one after the other. */
final class RowBinary {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
  private int rows;

  void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int length = utf8.length;
    while (length > 0x7F) {
      bytes.write(length | 0x80);
      length >>>= 7;
    }
    bytes.write(length);
    bytes.writeBytes(utf8);
  }

  /** A little-endian number of some bytes, not negative beyond the eighth. */
  void number(long value, int width) {
    for (int i = 0; i < width; i++) {
      bytes.write(i < Long.BYTES ? (int) (value >>> (8 * i)) : 0);
    }
  }

  void endRow() {
    rows++;
  }

  int rows() {
    return rows;
  }

  int size() {
    return bytes.size();
  }

  InputStream content() {
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  void clear() {
    bytes.reset();
    rows = 0;
  }
}
