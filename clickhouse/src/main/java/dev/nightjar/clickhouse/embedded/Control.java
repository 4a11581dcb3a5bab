package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.execution.Callers;
import dev.nightjar.clickhouse.execution.Lanes;
import dev.nightjar.clickhouse.execution.Task;
import dev.nightjar.clickhouse.inspect.Classification;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The connection that is always open: it keeps the engine alive, ends other connections' statements
 * and looks at texts of SQL. Calls wait for one another; each takes milliseconds.
 */
final class Control implements AutoCloseable {
  /** How long a statement gets that is about to end by itself. */
  private static final Duration GRACE = Duration.ofMillis(5);

  /** How long a statement gets to notice that it was killed before it is killed again. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  private final Connection connection;
  private final Lanes lane = NativeThreads.lanes("control", 1, 1024);

  Control(Connection connection) {
    this.connection = connection;
  }

  /**
   * Ends the statement of a mark and waits until its task has ended, however. The kill is repeated:
   * a statement that has only just begun is not yet to be found.
   */
  void end(String mark, Task<?> task) {
    boolean ended = Callers.uninterrupted(() -> task.ended(GRACE));
    while (!ended) {
      kill(mark);
      ended = Callers.uninterrupted(() -> task.ended(PATIENCE));
    }
  }

  /** Ends the statement of a mark if it runs; does not wait for its end. */
  void kill(String mark) {
    run(() -> {
      connection.query(
          "KILL QUERY WHERE Settings['log_comment'] = " + Sql.string(mark) + " ASYNC",
          "Null",
          Map.of());
      return mark;
    });
  }

  Classification classify(String sql, Classifications classifications) {
    return run(() -> classifications.of(connection, sql));
  }

  /** One of the project's own queries. */
  Answer query(String sql, String format) {
    return run(() -> connection.query(sql, format, Map.of()));
  }

  private <T> T run(Callable<T> body) {
    Task<T> task = new Task<>(body);
    lane.submit(task);
    return Callers.uninterrupted(task::await);
  }

  @Override
  public void close() {
    lane.close();
    connection.close();
  }
}
