package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.AttributeType;

/** Values inside of others. */
final class Elements {
  private Elements() {}

  /** Appends a value that may be NULL, which fits a Nullable alone. */
  static Fit write(ValueWriter writer, AttributeReader item, int node, Column column) {
    if (item.type(node) != AttributeType.NULL) {
      return writer.write(item, node, column);
    }
    if (!column.nullable()) {
      return Fit.OTHER_TYPE;
    }
    column.appendNull();
    return Fit.FITS;
  }
}
