package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import java.util.List;

/**
 * A column whose value follows from the item alone, whichever change brought it: it is the same in
 * a row made from a Scan as in the one that FINAL has.
 *
 * @param name the column
 * @param type its type
 */
public record ComparedColumn(String name, ClickHouseType type) {

  /**
   * The columns of a schema but for those of its sorting key. Left out is what tells of the change
   * and not of the item (time, event, old image, version …).
   */
  public static List<ComparedColumn> of(MirroredSchema schema) {
    return schema.columns().stream()
        .filter(column -> !column.key() && tellsOfTheItem(column) && !isComputed(column))
        .map(column -> new ComparedColumn(column.name(), column.type()))
        .toList();
  }

  /**
   * The columns that tell of the item and cannot be compared: ClickHouse computes their DEFAULT
   * when a row is inserted, from the time or from other columns.
   */
  public static List<String> notComparable(MirroredSchema schema) {
    return schema.columns().stream()
        .filter(column -> !column.key() && tellsOfTheItem(column) && isComputed(column))
        .map(MirroredColumn::name)
        .toList();
  }

  private static boolean tellsOfTheItem(MirroredColumn column) {
    return switch (column.source()) {
      case ColumnSource.Attribute(Image image, var _) -> image != Image.OLD_IMAGE;
      case ColumnSource.WholeImage(Image image) -> image != Image.OLD_IMAGE;
      case ColumnSource.UserIdentity _, ColumnSource.Field _ -> false;
    };
  }

  private static boolean isComputed(MirroredColumn column) {
    return column
        .defaultExpression()
        .filter(text -> DefaultLiteral.parse(text).isEmpty())
        .isPresent();
  }

  /** An expression whose {@code sipHash128} tells any two values apart, NULL included. */
  public String hashed() {
    if (type.bare() instanceof Json) {
      // Its parts may be stored in several ways.
      return "[toString(" + Sql.identifier(name) + ")]";
    }
    return type.nullable() ? "[" + Sql.identifier(name) + "]" : Sql.identifier(name);
  }
}
