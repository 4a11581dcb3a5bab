package dev.nightjar.dynamodb.export;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks for the ends of lines, eight bytes at a time. */
final class Newlines {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long NEWLINES = ONES * '\n';

  /** There is none. */
  static final int NONE = -1;

  private Newlines() {}

  /** The index of the first newline in {@code bytes[start, end)}, or {@link #NONE}. */
  static int find(byte[] bytes, int start, int end) {
    int at = start;
    for (int limit = end - Long.BYTES; at <= limit; at += Long.BYTES) {
      long word = (long) LONGS.get(bytes, at) ^ NEWLINES;
      // The lowest marked byte is always a true one; marks above it may be borrowed.
      long marks = (word - ONES) & ~word & HIGH_BITS;
      if (marks != 0) {
        return at + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
    }
    for (; at < end; at++) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return NONE;
  }
}
