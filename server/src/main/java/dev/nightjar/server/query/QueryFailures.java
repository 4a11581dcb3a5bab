package dev.nightjar.server.query;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.server.http.DiskTrouble;
import dev.nightjar.server.http.HttpProblem;
import java.util.Map;
import java.util.Set;

/**
 * What a query's failure is to a client. The statuses are those that Tinybird's clients know: 400
 * for what is wrong with a request, 408 for a query that took too long, 429 and 503 for too many.
 */
final class QueryFailures {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int UNAVAILABLE = 503;
  private static final int SOON = 1;

  // ClickHouse's numbers of its errors
  private static final int TIMEOUT_EXCEEDED = 159;
  private static final int TOO_SLOW = 160;
  private static final int TOO_MANY_SIMULTANEOUS_QUERIES = 202;
  private static final int MEMORY_LIMIT_EXCEEDED = 241;
  private static final int TOO_DEEP_RECURSION = 306;
  private static final int TOO_MANY_ROWS_OR_BYTES = 396;

  private final QueryLimits limits;

  QueryFailures(QueryLimits limits) {
    this.limits = limits;
  }

  /**
   * What to answer.
   *
   * @param databases names of databases that no user has ever seen
   * @throws ClickHouseException the same, where it is not the query's fault and the responder has
   *     the words for it
   */
  HttpProblem of(ClickHouseException error, Set<String> databases) {
    if (error instanceof UnavailableException
        || error instanceof OutcomeUnknownException
        || DiskTrouble.isFullDisk(error)) {
      throw error;
    }
    if (error instanceof CancelledException) {
      return tooLong();
    }
    return switch (error.code()) {
      case TIMEOUT_EXCEEDED, TOO_SLOW -> tooLong();
      case MEMORY_LIMIT_EXCEEDED -> memory(error);
      case TOO_MANY_SIMULTANEOUS_QUERIES -> later("Too many queries run already.");
      case TOO_DEEP_RECURSION ->
          HttpProblem.badRequest(
              "The query is nested too deeply: ClickHouse reads at most 1000 levels of brackets and"
                  + " subqueries. (TOO_DEEP_RECURSION)");
      case TOO_MANY_ROWS_OR_BYTES ->
          HttpProblem.badRequest(
              limits.resultRows().isPresent()
                  ? "The result has more than %,d rows, the most that one may have here. Use LIMIT. (TOO_MANY_ROWS_OR_BYTES)"
                      .formatted(limits.resultRows().getAsLong())
                  : ErrorText.of(error, databases));
      default -> HttpProblem.badRequest(ErrorText.of(error, databases));
    };
  }

  /** What to answer to SQL that may not run. */
  static HttpProblem refused(SqlRefusedException refused) {
    return refused.isTooSlow()
        ? new HttpProblem(REQUEST_TIMEOUT, refused.getMessage(), Map.of())
        : HttpProblem.badRequest(refused.getMessage());
  }

  private HttpProblem tooLong() {
    return new HttpProblem(
        REQUEST_TIMEOUT,
        "The query took longer than %d seconds, the most that one may take, and was stopped. Let it read fewer rows, or ask for less at a time."
            .formatted(limits.longest().toSeconds()),
        Map.of());
  }

  private HttpProblem memory(ClickHouseException error) {
    return error.getMessage().startsWith("Query memory limit")
        ? HttpProblem.badRequest(
            "The query needs more than %,d MB of memory, the most that one may take, and was stopped. Group, sort or join fewer rows. (MEMORY_LIMIT_EXCEEDED)"
                .formatted(limits.memoryBytes() >> 20))
        : later("ClickHouse has no memory left for this query now.");
  }

  private static HttpProblem later(String why) {
    return new HttpProblem(UNAVAILABLE, why + " Try again in a moment.", Map.of()).retryAfter(SOON);
  }
}
