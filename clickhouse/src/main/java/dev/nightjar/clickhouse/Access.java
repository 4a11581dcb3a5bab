package dev.nightjar.clickhouse;

/** On whose behalf a query runs. */
public enum Access {
  /** The project's own SQL. */
  TRUSTED,
  /**
   * Somebody else's SQL: {@code readonly = 1} and the limits of the implementation's options. That
   * is necessary and not sufficient: the SQL must have been checked with {@link
   * dev.nightjar.clickhouse.inspect.SqlInspector} before.
   */
  READ_ONLY
}
