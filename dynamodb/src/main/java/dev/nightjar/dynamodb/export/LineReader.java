package dev.nightjar.dynamodb.export;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * Cuts a gzipped stream into lines, in one buffer that grows to the longest of them. Empty lines
 * are passed over.
 */
final class LineReader implements AutoCloseable {
  private static final int INITIAL_BUFFER = 64 * 1024;
  private static final int INFLATER_BUFFER = 64 * 1024;
  // An item is at most 400 KB; as JSON, with every character escaped, a few MB.
  private static final int LONGEST_LINE = 64 * 1024 * 1024;

  private final InputStream compressed;
  private InputStream text;
  private byte[] buffer = new byte[INITIAL_BUFFER];
  private int filled;
  private int scanned;
  private int start;
  private int end;
  private int next;
  private boolean ended;

  LineReader(InputStream compressed) {
    this.compressed = new BufferedInputStream(compressed, INFLATER_BUFFER);
  }

  boolean next() throws IOException {
    while (nextOfAny()) {
      if (end > start) {
        return true;
      }
    }
    return false;
  }

  private boolean nextOfAny() throws IOException {
    start = next;
    scanned = start;
    while (true) {
      int newline = indexOfNewline();
      if (newline != Newlines.NONE) {
        end = newline;
        next = newline + 1;
        return true;
      }
      if (ended) {
        end = filled;
        next = filled;
        return end > start;
      }
      fill();
    }
  }

  private int indexOfNewline() {
    int found = Newlines.find(buffer, scanned, filled);
    if (found == Newlines.NONE) {
      scanned = filled;
    }
    return found;
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, filled - start);
      filled -= start;
      scanned -= start;
      start = 0;
    }
    if (filled == buffer.length) {
      if (buffer.length >= LONGEST_LINE) {
        throw new IOException("a line is longer than " + LONGEST_LINE + " bytes");
      }
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = text().read(buffer, filled, buffer.length - filled);
    if (count < 0) {
      ended = true;
    } else {
      filled += count;
    }
  }

  private InputStream text() throws IOException {
    if (text == null) {
      compressed.mark(1);
      boolean empty = compressed.read() < 0;
      compressed.reset();
      // An object of no bytes at all holds as little as the gzip of nothing.
      text = empty ? compressed : new GZIPInputStream(compressed, INFLATER_BUFFER);
    }
    return text;
  }

  byte[] buffer() {
    return buffer;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  @Override
  public void close() throws IOException {
    compressed.close();
  }
}
