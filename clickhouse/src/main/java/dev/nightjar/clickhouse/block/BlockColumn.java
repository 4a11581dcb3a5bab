package dev.nightjar.clickhouse.block;

import dev.nightjar.clickhouse.type.ClickHouseType;

/**
 * A column of a block. Its type need not be the table's: ClickHouse converts.
 *
 * @param name the table's column
 * @param type the type of the values as they are written
 */
public record BlockColumn(String name, ClickHouseType type) {

  /**
   * The type that a block says its values are of: without LowCardinality, which ClickHouse adds
   * itself, and with String for JSON, which ClickHouse then parses.
   */
  public ClickHouseType writtenType() {
    return Columns.plain(type);
  }
}
