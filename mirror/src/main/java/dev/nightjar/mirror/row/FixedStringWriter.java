package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;

/**
 * S, N by its digits and B as base64 into FixedString, filled up with zero bytes. A key must not
 * end in a zero byte itself: it would be the key without it.
 */
final class FixedStringWriter implements TextWriter {
  private final int length;
  private final boolean key;

  FixedStringWriter(int length, boolean key) {
    this.length = length;
    this.key = key;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    return switch (item.type(node)) {
      case S, N, B ->
          writeText(item.valueBuffer(node), item.valueStart(node), item.valueEnd(node), column);
      default -> Fit.OTHER_TYPE;
    };
  }

  @Override
  public Fit writeText(byte[] text, int start, int end, Column column) {
    if (end - start > length) {
      return Fit.TOO_LONG;
    }
    if (key && end > start && text[end - 1] == 0) {
      return Fit.NOT_REVERSIBLE;
    }
    ((FixedColumn) column).append(text, start, end - start);
    return Fit.FITS;
  }
}
