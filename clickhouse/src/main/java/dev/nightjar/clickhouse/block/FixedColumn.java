package dev.nightjar.clickhouse.block;

/**
 * A column of values of one width: numbers (little-endian, two's complement), Bool (0 or 1),
 * Float32/64 (their IEEE bits), Decimal (its digits as a whole number), Date (days), DateTime
 * (seconds), DateTime64 (ticks), Enum (the name's number), IPv4, FixedString, IPv6 (in the order of
 * its text), UUID (each half the other way round).
 */
public final class FixedColumn extends Column {
  private final GrowingBytes values = new GrowingBytes();
  private final int width;
  private final long empty;
  private int marked;

  /**
   * @param empty what stands for no value, up to 8 bytes wide; 0 for wider ones
   */
  FixedColumn(int width, boolean nullable, long empty) {
    super(nullable);
    this.width = width;
    this.empty = empty;
  }

  /** Bytes of a value. */
  public int width() {
    return width;
  }

  /** Appends the low bytes of a value; widths 1, 2, 4 and 8. */
  public void append(long value) {
    switch (width) {
      case 1 -> values.put((int) value);
      case 2 -> values.putShort(value);
      case 4 -> values.putInt(value);
      case 8 -> values.putLong(value);
      default -> throw wrongWidth(8);
    }
    added();
  }

  /** Appends a value of 128 bits; width 16. */
  public void append(long high, long low) {
    if (width != 16) {
      throw wrongWidth(16);
    }
    values.putLong(low);
    values.putLong(high);
    added();
  }

  /** Appends a value of 256 bits, the highest 64 first; width 32. */
  public void append(long highest, long high, long low, long lowest) {
    if (width != 32) {
      throw wrongWidth(32);
    }
    values.putLong(lowest);
    values.putLong(low);
    values.putLong(high);
    values.putLong(highest);
    added();
  }

  /**
   * Appends bytes as they stand, filled up with zero bytes.
   *
   * @throws IllegalArgumentException when they are more than the width
   */
  public void append(byte[] bytes, int offset, int length) {
    if (length > width) {
      throw new IllegalArgumentException(length + " bytes for a value of " + width);
    }
    values.put(bytes, offset, length);
    values.putZeros(width - length);
    added();
  }

  private IllegalStateException wrongWidth(int given) {
    return new IllegalStateException(
        "a value of up to " + given + " bytes for a width of " + width);
  }

  @Override
  void appendZero() {
    if (empty == 0) {
      values.putZeros(width);
      added();
    } else {
      append(empty);
    }
  }

  @Override
  long valueBytes() {
    return values.length();
  }

  @Override
  long markValues() {
    marked = values.length();
    return marked;
  }

  @Override
  void rollBackValues() {
    values.truncate(marked);
  }

  @Override
  void clearValues() {
    values.truncate(0);
  }

  @Override
  void writeValues(NativeBlock.Sink sink) {
    values.writeTo(sink);
  }
}
