package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import java.math.BigDecimal;

/** N into Decimal, exactly: a number with more digits than the type has does not fit. */
final class DecimalWriter implements ValueWriter {
  private static final int LARGEST_POWER = 18;

  private final int precision;
  private final int scale;
  private final NumberText number = new NumberText();

  /**
   * @param precision digits, 1 to 76
   * @param scale how many of them are behind the point
   */
  DecimalWriter(int precision, int scale) {
    this.precision = precision;
    this.scale = scale;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.N) {
      return Fit.OTHER_TYPE;
    }
    FixedColumn decimals = (FixedColumn) column;
    byte[] text = item.valueBuffer(node);
    int start = item.valueStart(node);
    int end = item.valueEnd(node);
    return number.parseDecimal(text, start, end)
        ? writeShort(decimals, text, start, end)
        : writeExact(NumberText.decimal(text, start, end), decimals);
  }

  private Fit writeShort(FixedColumn decimals, byte[] text, int start, int end) {
    long digits = number.value();
    int behind = number.scale();
    while (behind > scale) {
      if (digits % 10 != 0) {
        return Fit.TOO_PRECISE;
      }
      digits /= 10;
      behind--;
    }
    int zeros = scale - behind;
    if (digits != 0 && digitsOf(digits) + zeros > precision) {
      return Fit.OUT_OF_RANGE;
    }
    if (zeros > LARGEST_POWER || decimals.width() > 16) {
      return writeExact(NumberText.decimal(text, start, end), decimals);
    }
    long power = powerOfTen(zeros);
    if (decimals.width() == 16) {
      decimals.append(Math.multiplyHigh(digits, power), digits * power);
    } else {
      decimals.append(digits * power);
    }
    return Fit.FITS;
  }

  private Fit writeExact(BigDecimal exact, FixedColumn decimals) {
    BigDecimal shortest = exact.stripTrailingZeros();
    if (shortest.scale() > scale) {
      return Fit.TOO_PRECISE;
    }
    if (shortest.precision() - shortest.scale() > precision - scale) {
      return Fit.OUT_OF_RANGE;
    }
    WideNumbers.append(shortest.setScale(scale).unscaledValue(), decimals);
    return Fit.FITS;
  }

  private static int digitsOf(long value) {
    int digits = 0;
    for (long rest = value; rest != 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
