package dev.nightjar.dynamodb.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the quote that ends a JSON string, eight bytes at a time. */
final class StringEnd {
  /** The string does not end. */
  static final int NONE = Integer.MIN_VALUE;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long QUOTES = ONES * '"';
  private static final long BACKSLASHES = ONES * '\\';
  private static final long SPACES = ONES * ' ';

  private StringEnd() {}

  /**
   * Looks for the end of the string whose content begins at {@code start}.
   *
   * @return where its closing quote is; the complement of that if there is a backslash or a control
   *     character before it; or {@link #NONE}
   */
  static int find(byte[] bytes, int start, int end) {
    int at = start;
    boolean plain = true;
    int limit = end - Long.BYTES;
    while (at <= limit) {
      long word = (long) LONGS.get(bytes, at);
      long quote = word ^ QUOTES;
      long backslash = word ^ BACKSLASHES;
      // The lowest marked byte is always a true one; marks above it may be borrowed.
      long marks =
          (((quote - ONES) & ~quote)
                  | ((backslash - ONES) & ~backslash)
                  | ((word - SPACES) & ~word))
              & HIGH_BITS;
      if (marks == 0) {
        at += Long.BYTES;
        continue;
      }
      at += Long.numberOfTrailingZeros(marks) >>> 3;
      int found = bytes[at];
      if (found == '"') {
        return plain ? at : ~at;
      }
      plain = false;
      at += found == '\\' ? 2 : 1;
    }
    for (; at < end; at++) {
      int found = bytes[at];
      if (found == '"') {
        return plain ? at : ~at;
      }
      if (found == '\\') {
        plain = false;
        at++;
      } else if (found >= 0 && found < ' ') {
        plain = false;
      }
    }
    return NONE;
  }
}
