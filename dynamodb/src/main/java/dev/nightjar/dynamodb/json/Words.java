package dev.nightjar.dynamodb.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Short runs of bytes, eight at a time: names and values of items are a few words long. */
public final class Words {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());
  private static final int SHORT = 4 * Long.BYTES;
  private static final int LONG = 2 * SHORT;

  private Words() {}

  /** Whether {@code a[at, at + length)} and {@code b[from, from + length)} are the same. */
  public static boolean equal(byte[] a, int at, byte[] b, int from, int length) {
    if (length < Long.BYTES) {
      return length < Integer.BYTES
          ? Arrays.equals(a, at, at + length, b, from, from + length)
          : equalInts(a, at, b, from, length - Integer.BYTES);
    }
    // Without a loop as far as names and what stands between two values are long: C2 would prepare
    // one at more cost than there is to compare.
    int last = length - Long.BYTES;
    if ((long) LONGS.get(a, at) != (long) LONGS.get(b, from)
        || (long) LONGS.get(a, at + last) != (long) LONGS.get(b, from + last)) {
      return false;
    }
    return last <= Long.BYTES
        || ((long) LONGS.get(a, at + 8) == (long) LONGS.get(b, from + 8)
            && (last <= 2 * Long.BYTES
                || Arrays.equals(a, at + 16, at + last, b, from + 16, from + last)));
  }

  private static boolean equalInts(byte[] a, int at, byte[] b, int from, int last) {
    return (int) INTS.get(a, at) == (int) INTS.get(b, from)
        && (int) INTS.get(a, at + last) == (int) INTS.get(b, from + last);
  }

  /**
   * Copies {@code count} bytes. What stands in {@code target} behind them may be overwritten, as
   * far as the array goes.
   *
   * @return the end of what was written
   */
  public static int copy(byte[] source, int from, byte[] target, int to, int count) {
    if (count > LONG || from > source.length - LONG || to > target.length - LONG) {
      System.arraycopy(source, from, target, to, count);
      return to + count;
    }
    // More than is asked for: a branch that is guessed wrongly costs more than a few words.
    copyShort(source, from, target, to);
    if (count > SHORT) {
      copyShort(source, from + SHORT, target, to + SHORT);
    }
    return to + count;
  }

  private static void copyShort(byte[] source, int from, byte[] target, int to) {
    LONGS.set(target, to, (long) LONGS.get(source, from));
    LONGS.set(target, to + 8, (long) LONGS.get(source, from + 8));
    LONGS.set(target, to + 16, (long) LONGS.get(source, from + 16));
    LONGS.set(target, to + 24, (long) LONGS.get(source, from + 24));
  }
}
