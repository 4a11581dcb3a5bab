package dev.nightjar.server.query;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second look at the tables of a query, as ClickHouse itself resolves the names: {@code EXPLAIN
 * QUERY TREE}. It evaluates constants, and subqueries that stand for one, and so comes after
 * everything else has been checked, and has limits as the query itself.
 */
final class ResolvedTables {
  private static final Pattern TABLE =
      Pattern.compile("TABLE id: \\d+(?:, alias: \\w+)?, table_name: (\\w+)\\.(\\w+)(?:, .*)?");

  /** What a recursive common table expression has found so far. */
  private static final Pattern OWN =
      Pattern.compile(
          "TABLE id: \\d+(?:, alias: \\w+)?, table_name:"
              + " _temporary_and_external_tables\\._tmp_[0-9a-f-]{36},"
              + " temporary_table_name: [^,]*(?:, .*)?");

  /** What a SELECT without FROM reads. */
  private static final String ONE = "system.one";

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** For the end of what ClickHouse cannot end by itself. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** ClickHouse's number of the error. */
  private static final int TIMEOUT_EXCEEDED = 159;

  private static final int LARGEST_TREE = 32 << 20;

  private final GuardedQueries queries;
  private final Duration longest;
  private final Map<String, String> settings;

  ResolvedTables(GuardedQueries queries, QueryLimits limits) {
    this.queries = queries;
    this.longest = limits.longest().compareTo(LONGEST) < 0 ? limits.longest() : LONGEST;
    this.settings =
        Map.of(
            "max_execution_time", Long.toString(Math.max(1, longest.toSeconds())),
            "max_memory_usage", Long.toString(limits.memoryBytes()),
            "max_result_bytes", Integer.toString(LARGEST_TREE),
            "result_overflow_mode", "throw");
  }

  /**
   * Lets the tables pass, or not.
   *
   * @param readable whether the caller may read the table of that name
   * @throws SqlRefusedException for one that is not in the workspace's database, or not readable
   * @throws dev.nightjar.clickhouse.ClickHouseException when the query does not make sense
   */
  void check(GatedSql gated, Predicate<String> readable) {
    String database = gated.guard().database();
    Query.Builder query =
        Query.builder("EXPLAIN QUERY TREE\n" + gated.sql())
            .format("TSV")
            .database(database)
            .timeout(longest.plus(MARGIN))
            .readOnly();
    settings.forEach(query::setting);
    gated.parameters().forEach(query::parameter);
    byte[] tree = resolved(query.build(), gated);
    new String(tree, StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("TABLE id:") && !OWN.matcher(line).matches())
        .forEach(line -> {
          Matcher table = TABLE.matcher(line);
          if (!table.matches()
              || !((table.group(1).equals(database) && readable.test(table.group(2)))
                  || (table.group(1) + "." + table.group(2)).equals(ONE))) {
            throw SqlRefusedException.unknownTable(table.matches() ? table.group(2) : "");
          }
        });
  }

  /** It has a limit of its own, which is what its error must name. */
  private byte[] resolved(Query query, GatedSql gated) {
    try {
      return queries.query(query, gated).bytes();
    } catch (ClickHouseException e) {
      boolean late = e.code() == TIMEOUT_EXCEEDED || e instanceof CancelledException;
      if (late && !Thread.currentThread().isInterrupted()) {
        throw new SqlRefusedException(
            "To find out what the query reads took longer than %d seconds: ClickHouse evaluates its constants and scalar subqueries for that. Make them smaller, or join instead."
                .formatted(longest.toSeconds()));
      }
      throw e;
    }
  }
}
