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
   * bound parameter of this name.
   */
  public String equalsParameter(String parameter) {
    return Sql.identifier(name) + " = " + value("{" + parameter + ":String}");
  }

  /**
   * The column's value that an expression of type String stands for: a text as {@link
   * RowEncoder#lastKey} has it (times as their seconds since 1970).
   */
  public String value(String text) {
    return switch (type.bare()) {
      case DateTime _ -> "CAST(toUInt32(" + text + ") AS " + type + ")";
      case DateTime64(int precision, var _) ->
          "CAST(toDecimal128(" + text + ", " + precision + ") AS " + type + ")";
      default -> "CAST(" + text + " AS " + type + ")";
    };
  }

  /** An expression of the text that {@link #value} turns back into the column's value. */
  public String text() {
    String column = Sql.identifier(name);
    return switch (type.bare()) {
      case DateTime _ -> "toString(toUInt32(" + column + "))";
      case DateTime64(int precision, var _) ->
          "toString(toDecimal128(" + column + ", " + precision + "))";
      default -> "toString(" + column + ")";
    };
  }
}
