package dev.nightjar.server.query;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A second look at the tables of a query, as ClickHouse itself resolves the names: {@code EXPLAIN
 * QUERY TREE}. It evaluates constants, and so comes after everything else has been checked.
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

  private final QueryLook look;

  ResolvedTables(QueryLook look) {
    this.look = look;
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
    byte[] tree =
        look.ask("EXPLAIN QUERY TREE\n" + gated.sql(), gated, "TSV", "what the query reads");
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
}
