package dev.nightjar.dynamodb.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the quote that ends a JSON string, eight bytes at a time. */
public final class StringEnd {
  /** The string does not end. */
  public static final int NONE = Integer.MIN_VALUE;

  /** What the three bytes of a surrogate begin with, and those of some letters. */
  static final byte SURROGATE_LEAD = (byte) 0xED;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long SURROGATE_LEADS = 0xEDEDEDEDEDEDEDEDL;
  private static final long BACKSLASHES = ONES * '\\';
  // With this bit turned, a quote and the control characters are the bytes below 33, and no others.
  private static final long TURNED = ONES * ('"' ^ ' ');
  private static final long BOUND = ONES * (' ' + 1);

  private StringEnd() {}

  /**
   * Looks for the end of the string whose content begins at {@code start}.
   *
   * @return where its closing quote is; the complement of that if there is a backslash or a control
   *     character before it; or {@link #NONE}
   */
  public static int find(byte[] bytes, int start, int end) {
    int at = special(bytes, start, end);
    for (boolean plain = true; at < end; at = special(bytes, at, end)) {
      int found = bytes[at];
      if (found == '"') {
        return plain ? at : ~at;
      }
      plain = false;
      at += found == '\\' ? 2 : 1;
    }
    return NONE;
  }

  /** The first quote, backslash or control character of {@code bytes[start, end)}, or the end. */
  static int special(byte[] bytes, int start, int end) {
    int at = start;
    for (int limit = end - Long.BYTES; at <= limit; at += Long.BYTES) {
      long marks = marks((long) LONGS.get(bytes, at));
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    while (at < end && !isSpecial(bytes[at])) {
      at++;
    }
    return at;
  }

  /**
   * The first byte of {@code bytes[start, end)} that is special or a {@link #SURROGATE_LEAD}, or
   * the end.
   */
  static int escapable(byte[] bytes, int start, int end) {
    int at = start;
    for (int limit = end - Long.BYTES; at <= limit; at += Long.BYTES) {
      long word = (long) LONGS.get(bytes, at);
      long lead = word ^ SURROGATE_LEADS;
      long marks = marks(word) | (lead - ONES) & ~lead & HIGH_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    while (at < end && !isSpecial(bytes[at]) && bytes[at] != SURROGATE_LEAD) {
      at++;
    }
    return at;
  }

  /**
   * The high bits of a word's quotes, backslashes and control characters. The lowest marked byte is
   * always a true one; marks above it may be borrowed.
   */
  private static long marks(long word) {
    long turned = word ^ TURNED;
    long backslash = word ^ BACKSLASHES;
    return ((turned - BOUND) & ~turned | (backslash - ONES) & ~backslash) & HIGH_BITS;
  }

  private static boolean isSpecial(byte next) {
    return next == '"' || next == '\\' || (next >= 0 && next < ' ');
  }
}
