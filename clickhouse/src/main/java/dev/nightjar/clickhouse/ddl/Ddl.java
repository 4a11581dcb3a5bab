package dev.nightjar.clickhouse.ddl;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import java.util.TreeMap;

/** The other statements of definition, where tables stand as a layout says. */
public final class Ddl {
  private final Layout layout;

  private Ddl(Layout layout) {
    this.layout = layout;
  }

  /** Statements for a layout. */
  public static Ddl in(Layout layout) {
    return new Ddl(layout);
  }

  /** Drops a table or a view if it exists, and waits until its data is gone. */
  public String drop(TableName table) {
    return "DROP TABLE IF EXISTS " + table.sql() + layout.onCluster() + " SYNC";
  }

  /** Makes an empty table of the columns of another that keeps each row as it comes. */
  public String createPlain(TableName table, TableName like) {
    return "CREATE TABLE "
        + table.sql()
        + layout.onCluster()
        + " AS "
        + like.sql()
        + " ENGINE = "
        + layout.engine("MergeTree")
        + " ORDER BY tuple()";
  }

  /** Swaps two tables at once. Materialized views follow the name, not the table. */
  public String exchange(TableName one, TableName other) {
    return "EXCHANGE TABLES " + one.sql() + " AND " + other.sql() + layout.onCluster();
  }

  /** Renames a table, which may take it to another database. */
  public String rename(TableName from, TableName to) {
    return "RENAME TABLE " + from.sql() + " TO " + to.sql() + layout.onCluster();
  }

  /** Removes all rows; the table's deduplication tokens are forgotten with them. */
  public String truncate(TableName table) {
    return "TRUNCATE TABLE " + table.sql() + layout.onCluster() + " SYNC";
  }

  /**
   * Waits until every replica of a table has the rows that were inserted before. On a cluster only.
   */
  public String syncReplicas(TableName table) {
    return "SYSTEM SYNC REPLICA" + layout.onCluster() + " " + table.sql() + " LIGHTWEIGHT";
  }

  /** Sets a table's comment. */
  public String comment(TableName table, String text) {
    return alter(table, "MODIFY COMMENT " + Sql.string(text));
  }

  /** Changes a setting of a table. */
  public String modifySetting(TableName table, String name, String value) {
    TreeMap<String, String> setting = new TreeMap<>();
    setting.put(name, value);
    return alter(table, "MODIFY SETTING " + Sql.settings(layout.settings(setting)));
  }

  /**
   * Changes a table.
   *
   * @param change what follows the table's name
   */
  public String alter(TableName table, String change) {
    return "ALTER TABLE " + table.sql() + layout.onCluster() + " " + change;
  }

  /** Creates a database if it does not exist. */
  public String createDatabase(String database) {
    return "CREATE DATABASE IF NOT EXISTS " + Sql.identifier(database) + layout.onCluster();
  }

  /** Drops a database with all that is in it, if it exists. */
  public String dropDatabase(String database) {
    return "DROP DATABASE IF EXISTS " + Sql.identifier(database) + layout.onCluster() + " SYNC";
  }
}
