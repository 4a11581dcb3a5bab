package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.dynamodb.item.AttributeReader;
import java.util.Optional;

/**
 * What a column gets when its attribute is absent or NULL: its DEFAULT, else NULL, else the type's
 * empty value.
 */
interface Absence {
  /** Appends it. */
  void write(Column column);

  /** For a column whose block is Nullable where ClickHouse is to fill in the DEFAULT. */
  static Absence of(MirroredColumn column, ValueWriter writer) {
    Optional<AttributeReader> literal =
        column
            .defaultExpression()
            .filter(_ -> DefaultLiteral.isNeededFor(column.type()))
            .flatMap(DefaultLiteral::parse);
    if (literal.isEmpty()) {
      return Column::appendEmpty;
    }
    AttributeReader item = literal.get();
    if (DefaultLiteral.isNull(item)) {
      return Column::appendEmpty;
    }
    return target -> {
      if (!DefaultLiteral.write(item, column.type(), writer, target)) {
        throw new IllegalStateException("the DEFAULT of a column that was checked does not fit");
      }
    };
  }
}
