package dev.nightjar.dynamodb.change;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * A stream's sequence number: a decimal of at most 40 digits, held as an unsigned number of 160
 * bits.
 *
 * <p>AWS documents 21 to 40 digits; shorter ones are taken as they come. The order is numeric,
 * never that of the text.
 *
 * @param high bits 128 to 159
 * @param middle bits 64 to 127, unsigned
 * @param low bits 0 to 63, unsigned
 */
public record SequenceNumber(int high, long middle, long low)
    implements Comparable<SequenceNumber> {

  /** The most digits that AWS permits. */
  public static final int MAXIMUM_DIGITS = 40;

  /**
   * What a row of an export carries: below every number of a stream, above a tombstone of healing.
   */
  public static final SequenceNumber ONE = new SequenceNumber(0, 0, 1);

  /** Zero. */
  public static final SequenceNumber ZERO = new SequenceNumber(0, 0, 0);

  /**
   * Reads the decimal text.
   *
   * @throws IllegalArgumentException if the text is not 1 to 40 digits
   */
  public static SequenceNumber parse(String digits) {
    byte[] bytes = digits.getBytes(StandardCharsets.UTF_8);
    var parser = new SequenceNumberParser();
    if (!parser.parse(bytes, 0, bytes.length)) {
      throw new IllegalArgumentException(
          "not a sequence number of 1 to 40 digits: '" + digits + "'");
    }
    return new SequenceNumber(parser.high, parser.middle, parser.low);
  }

  @Override
  public int compareTo(SequenceNumber other) {
    int byHigh = Integer.compareUnsigned(high, other.high);
    if (byHigh != 0) {
      return byHigh;
    }
    int byMiddle = Long.compareUnsigned(middle, other.middle);
    return byMiddle != 0 ? byMiddle : Long.compareUnsigned(low, other.low);
  }

  /** The number's decimal digits, without leading zeros. */
  @Override
  public String toString() {
    return new BigInteger(Integer.toUnsignedString(high))
        .shiftLeft(64)
        .or(new BigInteger(Long.toUnsignedString(middle)))
        .shiftLeft(64)
        .or(new BigInteger(Long.toUnsignedString(low)))
        .toString();
  }
}
