package dev.nightjar.clickhouse.inspect;

/**
 * What a statement does to state that outlives it, as chDB's {@code chdb_query_class} defines it.
 */
public enum StatementClass {
  /** SELECT, SHOW, DESCRIBE, EXPLAIN, EXISTS, CHECK. */
  READ_ONLY,
  /** Changes a database. */
  MUTATING,
  /** Changes what lives beside the databases: functions, users, the {@code system} database. */
  MUTATING_GLOBAL,
  /** USE, SET, KILL, BACKUP, SYSTEM, INTO OUTFILE and the like. */
  CONTROL,
  /** Did not parse, or is not known: to be refused. */
  UNKNOWN
}
