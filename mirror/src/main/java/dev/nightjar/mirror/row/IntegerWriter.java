package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A whole N into Int8 … Int256 and UInt8 … UInt256; a BOOL into UInt8, as ClickHouse has it. A
 * map's name is one where it is the number's own digits.
 */
final class IntegerWriter implements TextWriter {
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
    return writeDigits(
        item.valueBuffer(node), item.valueStart(node), item.valueEnd(node), integers);
  }

  @Override
  public Fit writeText(byte[] text, int start, int end, Column column) {
    int first = start < end && text[start] == '-' ? start + 1 : start;
    boolean canonical = first < end && (text[first] != '0' || (end - first == 1 && first == start));
    for (int at = first; canonical && at < end; at++) {
      canonical = text[at] >= '0' && text[at] <= '9';
    }
    return canonical ? writeDigits(text, start, end, (FixedColumn) column) : Fit.NOT_A_MAP_KEY;
  }

  private Fit writeDigits(byte[] text, int start, int end, FixedColumn integers) {
    if (number.parseLong(text, start, end)) {
      return appendLong(number.value(), integers);
    }
    return appendLarge(text, start, end, integers);
  }

  private Fit appendLong(long value, FixedColumn integers) {
    boolean fits =
        signed
            ? bits >= 64 || (value >= -(1L << (bits - 1)) && value < 1L << (bits - 1))
            : value >= 0 && (bits >= 64 || value < 1L << bits);
    if (!fits) {
      return Fit.OUT_OF_RANGE;
    }
    WideNumbers.append(value, integers);
    return Fit.FITS;
  }

  private Fit appendLarge(byte[] text, int start, int end, FixedColumn integers) {
    Optional<BigInteger> whole = NumberText.whole(text, start, end);
    if (whole.isEmpty()) {
      return Fit.NOT_WHOLE;
    }
    BigInteger value = whole.get();
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      return Fit.OUT_OF_RANGE;
    }
    WideNumbers.append(value, integers);
    return Fit.FITS;
  }
}
