package dev.nightjar.dynamodb.item;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Compares numbers in decimal notation by their exact value, in their bytes: {@code 1E2}, {@code
 * 100} and {@code 100.0} are equal.
 */
final class DecimalOrder {
  private static final int EXPONENT_LIMIT = 100_000_000;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ZEROS = 0x3030303030303030L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  // A digit and this stay below the high bit; ten and this do not.
  private static final long UP_TO_HIGH_BIT = 0x7676767676767676L;

  private DecimalOrder() {}

  /**
   * Whether the bytes are one to eight digits, perhaps with a point among them, as JSON writes a
   * number: said of most numbers, at once. Of others, false says nothing.
   */
  static boolean isShortJsonNumber(byte[] text, int start, int end) {
    int length = end - start;
    if (length < 1 || length > Long.BYTES || start > text.length - Long.BYTES) {
      return false;
    }
    long ones = -1L >>> Long.SIZE - Byte.SIZE * length;
    long digits = ((long) LONGS.get(text, start) ^ ZEROS) & ones;
    // The high bits of the bytes that are more than nine.
    long others = ((digits & ~HIGH_BITS) + UP_TO_HIGH_BIT | digits) & HIGH_BITS;
    boolean zeroFirst = (digits & 0xFF) == 0;
    if (others == 0) {
      return !zeroFirst || length == 1;
    }
    int point = Long.numberOfTrailingZeros(others) >>> 3;
    return (others & others - 1) == 0
        && text[start + point] == '.'
        && point > 0
        && point < length - 1
        && (!zeroFirst || point == 1);
  }

  /** Whether the bytes are a number as JSON writes it. */
  static boolean isJsonNumber(byte[] text, int start, int end) {
    int at = start;
    if (at < end && text[at] == '-') {
      at++;
    }
    int integer = at;
    at = digits(text, at, end);
    if (at == integer || (text[integer] == '0' && at > integer + 1)) {
      return false;
    }
    if (at < end && text[at] == '.') {
      int fraction = at + 1;
      at = digits(text, fraction, end);
      if (at == fraction) {
        return false;
      }
    }
    if (at < end && (text[at] == 'e' || text[at] == 'E')) {
      at++;
      if (at < end && (text[at] == '+' || text[at] == '-')) {
        at++;
      }
      int exponent = at;
      at = digits(text, at, end);
      if (at == exponent) {
        return false;
      }
    }
    return at == end && end > start;
  }

  private static int digits(byte[] text, int start, int end) {
    int at = start;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    return at;
  }

  /** Compares two numbers; what is no number is ordered somehow, but always the same way. */
  static int compare(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
    int aSign = sign(a, aStart, aEnd);
    int bSign = sign(b, bStart, bEnd);
    if (aSign != bSign) {
      return Integer.compare(aSign, bSign);
    }
    if (aSign == 0) {
      return 0;
    }
    int magnitude = Integer.compare(magnitude(a, aStart, aEnd), magnitude(b, bStart, bEnd));
    if (magnitude == 0) {
      magnitude =
          compareDigits(
              a,
              firstSignificant(a, aStart, aEnd),
              aEnd,
              b,
              firstSignificant(b, bStart, bEnd),
              bEnd);
    }
    return aSign * magnitude;
  }

  private static int sign(byte[] text, int start, int end) {
    if (firstSignificant(text, start, end) == end) {
      return 0;
    }
    return text[start] == '-' ? -1 : 1;
  }

  /** Index of the first digit that is not 0, or the end if there is none before the exponent. */
  private static int firstSignificant(byte[] text, int start, int end) {
    for (int at = start; at < end; at++) {
      int next = text[at];
      if (next >= '1' && next <= '9') {
        return at;
      }
      if (next == 'e' || next == 'E') {
        return end;
      }
    }
    return end;
  }

  /** The power of ten of the first significant digit. */
  private static int magnitude(byte[] text, int start, int end) {
    int significant = firstSignificant(text, start, end);
    int point = -1;
    int mantissaEnd = end;
    int exponent = 0;
    for (int at = start; at < end; at++) {
      int next = text[at];
      if (next == '.') {
        point = at;
      } else if (next == 'e' || next == 'E') {
        mantissaEnd = at;
        exponent = exponent(text, at + 1, end);
        break;
      }
    }
    if (point < 0) {
      point = mantissaEnd;
    }
    return exponent + (significant < point ? point - significant - 1 : point - significant);
  }

  private static int exponent(byte[] text, int start, int end) {
    int at = start;
    boolean negative = at < end && text[at] == '-';
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int exponent = 0;
    for (; at < end && exponent < EXPONENT_LIMIT; at++) {
      exponent = exponent * 10 + (text[at] - '0');
    }
    return negative ? -exponent : exponent;
  }

  private static int compareDigits(byte[] a, int aStart, int aEnd, byte[] b, int bStart, int bEnd) {
    int i = aStart;
    int j = bStart;
    while (true) {
      i = skipPoint(a, i, aEnd);
      j = skipPoint(b, j, bEnd);
      int left = digitAt(a, i, aEnd);
      int right = digitAt(b, j, bEnd);
      if (left < 0 && right < 0) {
        return 0;
      }
      // Digits that are not written are zeros.
      int difference = Math.max(left, 0) - Math.max(right, 0);
      if (difference != 0) {
        return Integer.signum(difference);
      }
      i += left < 0 ? 0 : 1;
      j += right < 0 ? 0 : 1;
    }
  }

  private static int skipPoint(byte[] text, int at, int end) {
    return at < end && text[at] == '.' ? at + 1 : at;
  }

  private static int digitAt(byte[] text, int at, int end) {
    if (at >= end) {
      return -1;
    }
    int digit = text[at] - '0';
    return digit >= 0 && digit <= 9 ? digit : -1;
  }
}
