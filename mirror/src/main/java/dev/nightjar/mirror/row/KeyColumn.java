package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.dynamodb.table.KeyAttribute;

/**
 * A column of a mirrored table's sorting key.
 *
 * @param name the column
 * @param type its type
 * @param attribute the key attribute that it holds
 */
public record KeyColumn(String name, ClickHouseType type, KeyAttribute attribute) {

  /**
   * A condition that a row's key column equals a value of {@link RowEncoder#lastKey}, given as the
   * bound parameter of this name. Times are given as their ticks' decimal seconds.
   */
  public String equalsParameter(String parameter) {
    String column = Sql.identifier(name) + " = ";
    return switch (type.bare()) {
      case DateTime _ -> column + "toDateTime({" + parameter + ":UInt32})";
      case DateTime64(int precision, var _) ->
          column
              + "CAST(toDecimal128({"
              + parameter
              + ":String}, "
              + precision
              + ") AS DateTime64("
              + precision
              + ", 'UTC'))";
      default -> column + "{" + parameter + ":" + type.bare() + "}";
    };
  }
}
