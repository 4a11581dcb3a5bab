package dev.nightjar.clickhouse;

/**
 * A table in a database, by their bare names.
 *
 * @param database the database
 * @param name the table
 */
public record TableName(String database, String name) {
  /** The database that every ClickHouse has. */
  public static final String DEFAULT_DATABASE = "default";

  /** A table of the database {@code default}. */
  public static TableName of(String name) {
    return new TableName(DEFAULT_DATABASE, name);
  }

  /** The name as SQL, quoted. */
  public String sql() {
    return Sql.identifier(database) + "." + Sql.identifier(name);
  }

  @Override
  public String toString() {
    return sql();
  }
}
