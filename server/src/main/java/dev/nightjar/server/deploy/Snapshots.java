package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.TableName;

/**
 * Keeps what a table holds before rows are put into it, to take them back. A snapshot shares the
 * parts of its table (hard links), so that it costs neither time nor space.
 */
final class Snapshots {
  /** What the name of a snapshot begins with. */
  static final String BEFORE = "nightjar-before-";

  /** The same as long as it is not whole. */
  static final String TAKING = "nightjar-taking-";

  private final Tables tables;

  Snapshots(Tables tables) {
    this.tables = tables;
  }

  static TableName of(TableName table) {
    return new TableName(table.database(), BEFORE + table.name());
  }

  static TableName unfinished(TableName table) {
    return new TableName(table.database(), TAKING + table.name());
  }

  /** Takes one; it has its name only once it is whole. */
  void take(TableName table) {
    TableName taking = unfinished(table);
    tables.drop(taking);
    tables.execute("CREATE TABLE " + taking.sql() + " AS " + table.sql());
    tables.attachAll(table, taking);
    tables.rename(taking, of(table));
  }

  /** Makes the table hold what it held then, and drops the snapshot. May be repeated. */
  void putBack(TableName table) {
    tables.execute("TRUNCATE TABLE " + table.sql());
    tables.attachAll(of(table), table);
    tables.drop(of(table));
  }
}
