package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** N into Float32 and Float64, to the nearest; of a key only numbers that convert back. */
final class FloatWriter implements ValueWriter {
  private static final long EXACT = 1L << 53;

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
    if (!single
        && number.parseLong(text, start, end)
        && number.value() < EXACT
        && number.value() > -EXACT) {
      floats.append(Double.doubleToRawLongBits(number.value()));
      return Fit.FITS;
    }
    return writeText(text, start, end, floats);
  }

  private Fit writeText(byte[] text, int start, int end, FixedColumn floats) {
    String digits = new String(text, start, end - start, StandardCharsets.US_ASCII);
    double nearest = single ? Float.parseFloat(digits) : Double.parseDouble(digits);
    if (Double.isInfinite(nearest)) {
      return Fit.OUT_OF_RANGE;
    }
    if (key && !convertsBack(digits, nearest)) {
      return Fit.NOT_REVERSIBLE;
    }
    floats.append(
        single ? Float.floatToRawIntBits((float) nearest) : Double.doubleToRawLongBits(nearest));
    return Fit.FITS;
  }

  private boolean convertsBack(String digits, double nearest) {
    String shortest = single ? Float.toString((float) nearest) : Double.toString(nearest);
    return new BigDecimal(shortest).compareTo(new BigDecimal(digits)) == 0;
  }
}
