package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import java.math.BigDecimal;

/** N into Float32 and Float64, to the nearest; of a key only numbers that convert back. */
final class FloatWriter implements ValueWriter {
  private static final long EXACT = 1L << 53;
  private static final long EXACT_SINGLE = 1L << 24;

  /** Powers of ten that a double holds exactly. */
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18
  };

  /** The largest power of ten that a float holds exactly. */
  private static final int POWERS_SINGLE = 10;

  private final boolean single;
  private final boolean key;
  private final NumberText number = new NumberText();

  FloatWriter(int bits, boolean key) {
    this.single = bits == 32;
    this.key = key;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.N) {
      return Fit.OTHER_TYPE;
    }
    FixedColumn floats = (FixedColumn) column;
    byte[] text = item.valueBuffer(node);
    int start = item.valueStart(node);
    int end = item.valueEnd(node);
    if (number.parseDecimal(text, start, end)) {
      long digits = number.value();
      int behind = number.scale();
      // The quotient of two numbers that are held exactly is rounded once: it is the nearest.
      if ((!key || behind == 0) && !single && digits < EXACT && digits > -EXACT) {
        floats.append(Double.doubleToRawLongBits(digits / POWERS[behind]));
        return Fit.FITS;
      }
      if ((!key || behind == 0)
          && single
          && behind <= POWERS_SINGLE
          && digits < EXACT_SINGLE
          && digits > -EXACT_SINGLE) {
        floats.append(Float.floatToRawIntBits((float) digits / (float) POWERS[behind]));
        return Fit.FITS;
      }
    }
    return writeNearest(text, start, end, floats);
  }

  private Fit writeNearest(byte[] text, int start, int end, FixedColumn floats) {
    BigDecimal exact = NumberText.decimal(text, start, end);
    double nearest = single ? exact.floatValue() : exact.doubleValue();
    if (Double.isInfinite(nearest)) {
      return Fit.OUT_OF_RANGE;
    }
    if (key && !convertsBack(exact, nearest)) {
      return Fit.NOT_REVERSIBLE;
    }
    floats.append(
        single ? Float.floatToRawIntBits((float) nearest) : Double.doubleToRawLongBits(nearest));
    return Fit.FITS;
  }

  private boolean convertsBack(BigDecimal exact, double nearest) {
    String shortest = single ? Float.toString((float) nearest) : Double.toString(nearest);
    return new BigDecimal(shortest).compareTo(exact) == 0;
  }
}
