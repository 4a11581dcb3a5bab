package dev.nightjar.server.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A CSV whose quotes are escaped by a character, as one whose quotes are doubled: the only kind
 * that the parser reads.
 */
final class EscapedReader extends Reader {
  private static final int NONE = -1;

  private final BufferedReader in;
  private final char quote;
  private final char escape;
  private int pending = NONE;
  private boolean ended;

  EscapedReader(Reader in, char quote, char escape) {
    this.in = new BufferedReader(in, 1 << 16);
    this.quote = quote;
    this.escape = escape;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int written = 0;
    while (written < length && !ended) {
      int next = next();
      if (next == NONE) {
        ended = true;
      } else {
        buffer[offset + written++] = (char) next;
      }
    }
    return written == 0 && length > 0 ? NONE : written;
  }

  private int next() throws IOException {
    if (pending != NONE) {
      int held = pending;
      pending = NONE;
      return held;
    }
    int c = in.read();
    if (c != escape) {
      return c;
    }
    int escaped = in.read();
    if (escaped == quote) {
      pending = quote;
    }
    return escaped == NONE ? c : escaped;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
