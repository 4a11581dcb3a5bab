package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the text of a DynamoDB number: at most 38 significant digits, 1E-130 to 9.99E+125 in
 * magnitude. For one thread at a time.
 */
final class NumberText {
  private static final int DIGITS_OF_A_LONG = 19;
  private static final int DIGITS_THAT_ALWAYS_FIT = 18;

  /** Far more than DynamoDB has, and few enough to calculate with. */
  private static final int LARGEST_SCALE = 1000;

  private long value;
  private int scale;

  /**
   * Reads a whole number that a long holds, without a point and an exponent, into {@link #value}.
   *
   * @return whether the text is one
   */
  boolean parseLong(byte[] text, int start, int end) {
    int at = start;
    boolean negative = at < end && text[at] == '-';
    if (negative) {
      at++;
    }
    if (at == end || end - at > DIGITS_OF_A_LONG) {
      return false;
    }
    long sum = 0;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      sum = sum * 10 + digit;
    }
    if (sum < 0) {
      return false;
    }
    value = negative ? -sum : sum;
    scale = 0;
    return true;
  }

  /**
   * Reads a number of at most 18 digits, with or without a point and without an exponent, into
   * {@link #value} and {@link #scale}.
   *
   * @return whether the text is one
   */
  boolean parseDecimal(byte[] text, int start, int end) {
    int at = start;
    boolean negative = at < end && text[at] == '-';
    if (negative) {
      at++;
    }
    if (end - at > DIGITS_THAT_ALWAYS_FIT + 1) {
      return false;
    }
    int first = at;
    int point = -1;
    long sum = 0;
    for (; at < end; at++) {
      int digit = text[at] - '0';
      if (digit >= 0 && digit <= 9) {
        sum = sum * 10 + digit;
      } else if (text[at] == '.' && point < 0) {
        point = at;
      } else {
        return false;
      }
    }
    int digits = end - first - (point < 0 ? 0 : 1);
    if (digits == 0 || digits > DIGITS_THAT_ALWAYS_FIT) {
      return false;
    }
    value = negative ? -sum : sum;
    scale = point < 0 ? 0 : end - point - 1;
    return true;
  }

  /** The digits of the number that was read. */
  long value() {
    return value;
  }

  /** How many of them are behind the point. */
  int scale() {
    return scale;
  }

  /**
   * Any number, exactly.
   *
   * @throws MalformedJsonException for a text that is no number, or none that DynamoDB has
   */
  static BigDecimal decimal(byte[] text, int start, int end) {
    try {
      BigDecimal exact =
          new BigDecimal(new String(text, start, end - start, StandardCharsets.US_ASCII));
      if (Math.abs((long) exact.scale()) <= LARGEST_SCALE && exact.precision() <= LARGEST_SCALE) {
        return exact;
      }
    } catch (NumberFormatException _) {
      // the same answer as for one that is far too large
    }
    throw new MalformedJsonException("an attribute of type N that is no number", start);
  }

  /** Any whole number; empty for one that is not. */
  static Optional<BigInteger> whole(byte[] text, int start, int end) {
    BigDecimal exact = decimal(text, start, end).stripTrailingZeros();
    return exact.scale() > 0 ? Optional.empty() : Optional.of(exact.toBigIntegerExact());
  }
}
