package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import java.math.BigInteger;

/** A whole N into Int8 … Int64 and UInt8 … UInt64; a BOOL into UInt8, as ClickHouse has it. */
final class IntegerWriter implements ValueWriter {
  private final int bits;
  private final boolean signed;
  private final BigInteger least;
  private final BigInteger most;
  private final NumberText number = new NumberText();

  IntegerWriter(int bits, boolean signed) {
    this.bits = bits;
    this.signed = signed;
    this.least = signed ? BigInteger.TWO.pow(bits - 1).negate() : BigInteger.ZERO;
    this.most = BigInteger.TWO.pow(signed ? bits - 1 : bits).subtract(BigInteger.ONE);
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    FixedColumn integers = (FixedColumn) column;
    if (item.type(node) == AttributeType.BOOL && bits == 8 && !signed) {
      integers.append(item.isTrue(node) ? 1 : 0);
      return Fit.FITS;
    }
    if (item.type(node) != AttributeType.N) {
      return Fit.OTHER_TYPE;
    }
    byte[] text = item.valueBuffer(node);
    int start = item.valueStart(node);
    int end = item.valueEnd(node);
    if (number.parseLong(text, start, end)) {
      return appendLong(number.value(), integers);
    }
    return appendLarge(text, start, end, integers);
  }

  private Fit appendLong(long value, FixedColumn integers) {
    boolean fits =
        signed
            ? bits == 64 || (value >= -(1L << (bits - 1)) && value < 1L << (bits - 1))
            : value >= 0 && (bits >= 64 || value < 1L << bits);
    if (!fits) {
      return Fit.OUT_OF_RANGE;
    }
    append(BigInteger.valueOf(value), value, integers);
    return Fit.FITS;
  }

  private Fit appendLarge(byte[] text, int start, int end, FixedColumn integers) {
    return NumberText.whole(text, start, end)
        .map(value -> {
          if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            return Fit.OUT_OF_RANGE;
          }
          append(value, value.longValue(), integers);
          return Fit.FITS;
        })
        .orElse(Fit.NOT_WHOLE);
  }

  private void append(BigInteger value, long low, FixedColumn integers) {
    if (bits <= 64) {
      integers.append(low);
    } else {
      integers.append(
          value.shiftRight(192).longValue(),
          value.shiftRight(128).longValue(),
          value.shiftRight(64).longValue(),
          low);
    }
  }
}
