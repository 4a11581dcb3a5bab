package dev.nightjar.clickhouse;

import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.inspect.SqlInspector;

/**
 * A ClickHouse, wherever it runs.
 *
 * <p>Thread-safe; every call blocks its caller until the answer is there (virtual threads park). An
 * implementation runs a bounded number of statements at a time and keeps a bounded number waiting.
 *
 * <p>Errors, for every call:
 *
 * <ul>
 *   <li>{@link UnavailableException}: the statement was never begun (closed, too many waiting).
 *   <li>{@link OutcomeUnknownException}: begun, and nobody knows whether it took effect.
 *   <li>{@link CancelledException}: ended by a timeout or by an interrupt of the caller.
 *   <li>{@link ClickHouseException}: ClickHouse's own answer, with its code and name.
 * </ul>
 */
public interface ClickHouse extends RowSink, AutoCloseable {

  /**
   * Runs a statement whose answer does not matter (DDL, {@code INSERT … SELECT}). An interrupted
   * caller waits for the outcome all the same and finds its interrupt flag set afterwards.
   */
  void execute(Statement statement);

  /**
   * The same for a statement that may be broken off: an interrupt of the caller ends it, whether it
   * waits or runs ({@link CancelledException}). It may have taken effect in part by then. Where
   * statements cannot be ended, it waits for the outcome.
   */
  default void executeUnlessInterrupted(Statement statement) {
    execute(statement);
  }

  /** Runs a trusted statement without parameters in the database {@code default}. */
  default void execute(String sql) {
    execute(Statement.of(sql));
  }

  /** Runs a query and answers its whole result as bytes in the query's format. */
  QueryResult query(Query query);

  /**
   * Runs a query and answers its result piece by piece: one document of the query's format,
   * whatever that is. The stream occupies a connection until it is closed.
   */
  QueryStream stream(Query query);

  /** Runs one of the project's own queries and reads its rows; the query's format is not used. */
  default Rows rows(Query query) {
    return Rows.parse(query(query.withFormat(Rows.FORMAT)).bytes());
  }

  /**
   * Inserts one block, synchronously, as one block, synced to disk before it returns.
   *
   * <p>A {@link ClickHouseException} does not say that nothing was inserted: the rows are in the
   * table when only a materialized view failed, and some partitions may be in when another failed.
   * Only {@link UnavailableException} says so. An interrupted caller waits for the outcome all the
   * same and finds its interrupt flag set afterwards.
   */
  InsertResult insert(Insert insert);

  /** Whether a statement with that query id is waiting or running. */
  boolean isRunning(String queryId);

  /**
   * Keeps a table's parts from being merged, where that is done by this process's own processors;
   * elsewhere nothing is paused. Whoever asks for it bounds it: each insert is a part more, and
   * mutations of the table wait as well. It ends with the process.
   */
  default MergePause pauseMerges(TableName table) {
    return MergePause.NONE;
  }

  /** ClickHouse's version, such as {@code 26.7.2.1}. */
  String version();

  /** How tables stand there: what statements of definition are written for. */
  default Layout layout() {
    return Layout.SINGLE;
  }

  /**
   * Whether it is one server in a process of its own: it may be started again, and without its
   * newest inserts, while this process runs. The replicas of a cluster hold each other's rows.
   */
  default boolean restartsByItself() {
    return false;
  }

  /** Tells what a text of SQL would do, without running it. */
  SqlInspector inspector();

  /** Refuses new statements, waits for those that wait or run, and lets go of the database. */
  @Override
  void close();
}
