package dev.nightjar.clickhouse.ddl;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;

/** The other statements of definition. */
public final class Ddl {
  private Ddl() {}

  /** Drops a table or a view if it exists, and waits until its data is gone. */
  public static String drop(TableName table) {
    return "DROP TABLE IF EXISTS " + table.sql() + " SYNC";
  }

  /** Swaps two tables at once. Materialized views follow the name, not the table. */
  public static String exchange(TableName one, TableName other) {
    return "EXCHANGE TABLES " + one.sql() + " AND " + other.sql();
  }

  /** Renames a table, which may take it to another database. */
  public static String rename(TableName from, TableName to) {
    return "RENAME TABLE " + from.sql() + " TO " + to.sql();
  }

  /** Removes all rows; the table's deduplication tokens are forgotten with them. */
  public static String truncate(TableName table) {
    return "TRUNCATE TABLE " + table.sql() + " SYNC";
  }

  /** Sets a table's comment. */
  public static String comment(TableName table, String text) {
    return "ALTER TABLE " + table.sql() + " MODIFY COMMENT " + Sql.string(text);
  }

  /** Creates a database if it does not exist. */
  public static String createDatabase(String database) {
    return "CREATE DATABASE IF NOT EXISTS " + Sql.identifier(database);
  }

  /** Drops a database with all that is in it, if it exists. */
  public static String dropDatabase(String database) {
    return "DROP DATABASE IF EXISTS " + Sql.identifier(database) + " SYNC";
  }
}
