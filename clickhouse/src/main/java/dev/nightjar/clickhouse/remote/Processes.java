package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.execution.Callers;
import dev.nightjar.clickhouse.execution.Task;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The statements that run at the server, by their ids: looks at them and ends them. */
final class Processes {
  private static final Logger LOG = LoggerFactory.getLogger(Processes.class);

  /** How long a statement gets that is about to end by itself. */
  private static final Duration GRACE = Duration.ofMillis(5);

  /** How long a statement gets to notice that it was killed before it is killed again. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  /** How long a server gets to show that a killed statement is gone. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private static final TableName PROCESSES = new TableName("system", "processes");

  private final Asking asking;
  private final Http http;
  private final Layout layout;

  Processes(Asking asking, Http http, Layout layout) {
    this.asking = asking;
    this.http = http;
    this.layout = layout;
  }

  /** Whether a statement of that id runs, on any replica. */
  boolean runs(String queryId) {
    return asking
        .rows(
            "SELECT count() > 0 AS runs FROM "
                + layout.everywhere(PROCESSES)
                + " WHERE "
                + named(queryId),
            Map.of())
        .single()
        .flag("runs");
  }

  /**
   * ClickHouse inside a process (chDB) gives statements ids of its own; where it serves HTTP, the
   * comment is the id that was asked for.
   */
  private static String named(String queryId) {
    String id = Sql.string(queryId);
    return "(query_id = " + id + " OR Settings['log_comment'] = " + id + ")";
  }

  /** Ends a statement if it runs; does not wait for its end. */
  void kill(String queryId) {
    asking.rows(
        "KILL QUERY" + layout.onCluster() + " WHERE " + named(queryId) + " ASYNC", Map.of());
  }

  /**
   * Ends a statement and waits until it is gone from the server and its task has ended.
   *
   * @return false when the server did not show that it is gone
   */
  boolean end(String queryId, Task<?> task) {
    long start = System.nanoTime();
    boolean ended = Callers.uninterrupted(() -> task.ended(GRACE));
    if (ended && task.succeeded()) {
      return true;
    }
    while (System.nanoTime() - start < LONGEST.toNanos()) {
      try {
        if (ended && !runs(queryId)) {
          return true;
        }
        kill(queryId);
      } catch (ClickHouseException e) {
        LOG.warn("statement {} could not be ended yet: {}", queryId, ErrorSummary.of(e));
      }
      ended = Callers.uninterrupted(() -> task.ended(PATIENCE));
    }
    http.abandon(queryId);
    return false;
  }
}
