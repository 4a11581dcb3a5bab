package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;

/**
 * S into UUID: {@code 8-4-4-4-12} hexadecimal digits in either case, or the 32 without dashes. A
 * key must be in the form that the column converts back to: lower case, with dashes.
 */
final class UuidWriter implements TextWriter {
  private static final int DIGITS = 32;
  private static final int WITH_DASHES = 36;

  private final boolean key;

  UuidWriter(boolean key) {
    this.key = key;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.S) {
      return Fit.OTHER_TYPE;
    }
    return writeText(item.valueBuffer(node), item.valueStart(node), item.valueEnd(node), column);
  }

  @Override
  public Fit writeText(byte[] text, int start, int end, Column column) {
    boolean dashes = end - start == WITH_DASHES;
    if (!dashes && end - start != DIGITS) {
      return Fit.NOT_A_UUID;
    }
    boolean canonical = dashes;
    long high = 0;
    long low = 0;
    for (int at = start; at < end; at++) {
      int place = at - start;
      if (dashes && (place == 8 || place == 13 || place == 18 || place == 23)) {
        if (text[at] != '-') {
          return Fit.NOT_A_UUID;
        }
        continue;
      }
      int digit = Hex.digit(text[at]);
      if (digit < 0) {
        return Fit.NOT_A_UUID;
      }
      canonical &= text[at] < 'A' || text[at] > 'F';
      high = high << 4 | low >>> 60;
      low = low << 4 | digit;
    }
    if (key && !canonical) {
      return Fit.NOT_REVERSIBLE;
    }
    // ClickHouse has the first half first, each from its lowest byte on.
    ((FixedColumn) column).append(low, high);
    return Fit.FITS;
  }
}
