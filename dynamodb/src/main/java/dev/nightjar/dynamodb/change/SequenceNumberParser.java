package dev.nightjar.dynamodb.change;

/** Turns decimal digits into 160 bits without an object for each number. */
final class SequenceNumberParser {
  private static final int CHUNK = 18;

  int high;
  long middle;
  long low;

  /** Whether the bytes are 1 to 40 digits; if so, the fields hold the number. */
  boolean parse(byte[] buffer, int start, int end) {
    if (end <= start || end - start > SequenceNumber.MAXIMUM_DIGITS) {
      return false;
    }
    high = 0;
    middle = 0;
    low = 0;
    int position = start;
    while (position < end) {
      long chunk = 0;
      long scale = 1;
      int chunkEnd = Math.min(end, position + CHUNK);
      for (; position < chunkEnd; position++) {
        int digit = buffer[position] - '0';
        if (digit < 0 || digit > 9) {
          return false;
        }
        chunk = chunk * 10 + digit;
        scale *= 10;
      }
      multiplyAndAdd(scale, chunk);
    }
    return true;
  }

  private void multiplyAndAdd(long factor, long addend) {
    long lowProduct = low * factor;
    long carry = Math.unsignedMultiplyHigh(low, factor);
    long newLow = lowProduct + addend;
    if (Long.compareUnsigned(newLow, lowProduct) < 0) {
      carry++;
    }
    long middleProduct = middle * factor;
    long carryHigh = Math.unsignedMultiplyHigh(middle, factor);
    long newMiddle = middleProduct + carry;
    if (Long.compareUnsigned(newMiddle, middleProduct) < 0) {
      carryHigh++;
    }
    high = (int) (high * factor + carryHigh);
    middle = newMiddle;
    low = newLow;
  }
}
