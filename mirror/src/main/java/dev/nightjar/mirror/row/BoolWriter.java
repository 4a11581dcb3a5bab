package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;

/** BOOL into Bool. */
final class BoolWriter implements ValueWriter {
  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.BOOL) {
      return Fit.OTHER_TYPE;
    }
    ((FixedColumn) column).append(item.isTrue(node) ? 1 : 0);
    return Fit.FITS;
  }
}
