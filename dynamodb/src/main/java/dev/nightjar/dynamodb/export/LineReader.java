package dev.nightjar.dynamodb.export;

import dev.nightjar.dynamodb.gzip.GzipText;
import java.io.IOException;
import java.io.InputStream;

/**
 * Cuts a gzipped stream into lines, in one buffer that grows to the longest of them. Empty lines
 * are passed over.
 */
final class LineReader implements AutoCloseable {
  private static final int INITIAL_BUFFER = 128 * 1024;
  // An item is at most 400 KB; as JSON, with every character escaped, a few MB.
  private static final int LARGEST_BUFFER = 64 * 1024 * 1024;

  private final InputStream compressed;
  private final GzipText text;
  private byte[] buffer = new byte[INITIAL_BUFFER];
  private int filled;
  private int scanned;
  private int start;
  private int end;
  private int next;
  private boolean ended;

  LineReader(InputStream compressed) {
    this.compressed = compressed;
    text = new GzipText(compressed);
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
    if (buffer.length - filled < GzipText.LEAST_ROOM) {
      makeRoom();
    }
    int count = text.read(buffer, filled, buffer.length);
    if (count < 0) {
      ended = true;
    } else {
      filled += count;
    }
  }

  /** Lets go of what is before the line, but for the window that matches are copied from. */
  private void makeRoom() throws IOException {
    int gone = Math.max(0, Math.min(start, filled - GzipText.WINDOW));
    byte[] from = buffer;
    if (gone < buffer.length / 2 && buffer.length < LARGEST_BUFFER) {
      buffer = new byte[buffer.length * 2];
    } else if (gone < GzipText.LEAST_ROOM) {
      throw new IOException("a line does not fit into " + LARGEST_BUFFER + " bytes");
    }
    System.arraycopy(from, gone, buffer, 0, filled - gone);
    filled -= gone;
    scanned -= gone;
    start -= gone;
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
