package dev.nightjar.server.query;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import java.time.Duration;
import java.util.Map;

/**
 * Asks ClickHouse about a query that is not run yet. It evaluates the query's constants for that,
 * and subqueries that stand for one, and so has limits as the query itself.
 */
final class QueryLook {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** For the end of what ClickHouse cannot end by itself. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** ClickHouse's number of the error. */
  private static final int TIMEOUT_EXCEEDED = 159;

  private static final int LARGEST_ANSWER = 32 << 20;

  private final GuardedQueries queries;
  private final Duration longest;
  private final Map<String, String> settings;

  QueryLook(GuardedQueries queries, QueryLimits limits) {
    this.queries = queries;
    this.longest = limits.longest().compareTo(LONGEST) < 0 ? limits.longest() : LONGEST;
    this.settings =
        Map.of(
            "max_execution_time", Long.toString(Math.max(1, longest.toSeconds())),
            "max_memory_usage", Long.toString(limits.memoryBytes()),
            "max_result_bytes", Integer.toString(LARGEST_ANSWER),
            "result_overflow_mode", "throw");
  }

  /**
   * Asks.
   *
   * @param sql what is asked, with the query in it
   * @param gated the query
   * @param format of the answer
   * @param what is to be found out, for people: the look has a limit of its own, which is what its
   *     error must name
   * @throws SqlRefusedException when it takes too long
   * @throws ClickHouseException when the query does not make sense
   */
  byte[] ask(String sql, GatedSql gated, String format, String what) {
    Query.Builder query =
        Query.builder(sql)
            .format(format)
            .database(gated.guard().database())
            .timeout(longest.plus(MARGIN))
            .readOnly();
    settings.forEach(query::setting);
    gated.parameters().forEach(query::parameter);
    try {
      return queries.query(query.build(), gated).bytes();
    } catch (ClickHouseException e) {
      boolean late = e.code() == TIMEOUT_EXCEEDED || e instanceof CancelledException;
      if (late && !Thread.currentThread().isInterrupted()) {
        throw SqlRefusedException.takesTooLong(
            "To find out %s took longer than %d seconds: ClickHouse evaluates its constants and scalar subqueries for that. Make them smaller, or join instead."
                .formatted(what, longest.toSeconds()));
      }
      throw e;
    }
  }
}
