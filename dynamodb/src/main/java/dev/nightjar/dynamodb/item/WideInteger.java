package dev.nightjar.dynamodb.item;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Whole numbers that 64 bits do not hold. ClickHouse's JSON functions (simdjson) take a text with
 * such a number, written as bare digits, for no JSON at all, and answer empty values for every
 * other member too. With an exponent of zero it is the same number to every reader.
 */
final class WideInteger {
  /** What follows the digits. */
  static final byte[] EXPONENT = "e0".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] LARGEST = "18446744073709551615".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LEAST = "9223372036854775808".getBytes(StandardCharsets.US_ASCII);

  private WideInteger() {}

  /** Whether a JSON number has neither point nor exponent and is beyond Int64 and UInt64. */
  static boolean is(byte[] number, int start, int end) {
    boolean negative = number[start] == '-';
    int first = negative ? start + 1 : start;
    byte[] limit = negative ? LEAST : LARGEST;
    if (end - first < limit.length) {
      return false;
    }
    for (int at = first; at < end; at++) {
      if (number[at] < '0' || number[at] > '9') {
        return false;
      }
    }
    return end - first > limit.length
        || Arrays.compare(number, first, end, limit, 0, limit.length) > 0;
  }
}
