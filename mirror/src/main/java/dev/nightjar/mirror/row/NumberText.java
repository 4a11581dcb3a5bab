package dev.nightjar.mirror.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the text of a DynamoDB number: at most 38 significant digits, 1E-130 to 9.99E+125 in
 * magnitude. For one thread at a time.
 */
final class NumberText {
  private static final int DIGITS_OF_A_LONG = 18;

  private long value;

  /**
   * Reads a number of at most 18 digits without a point and an exponent, into {@link #value}.
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
    value = negative ? -sum : sum;
    return true;
  }

  long value() {
    return value;
  }

  /** Any number, exactly. */
  static BigDecimal decimal(byte[] text, int start, int end) {
    return new BigDecimal(new String(text, start, end - start, StandardCharsets.US_ASCII));
  }

  /** Any whole number; empty for one that is not. */
  static Optional<BigInteger> whole(byte[] text, int start, int end) {
    BigDecimal exact = decimal(text, start, end).stripTrailingZeros();
    return exact.scale() > 0 ? Optional.empty() : Optional.of(exact.toBigIntegerExact());
  }
}
