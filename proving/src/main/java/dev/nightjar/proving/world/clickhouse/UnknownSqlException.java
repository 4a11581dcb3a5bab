package dev.nightjar.proving.world.clickhouse;

/** The mirror has sent SQL that this model of ClickHouse would have to learn. */
public final class UnknownSqlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownSqlException(String sql) {
    super("the model of ClickHouse does not know the SQL: " + sql);
  }
}
