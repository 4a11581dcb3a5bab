package dev.nightjar.cli.sql;

import dev.nightjar.cli.api.ServerClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * What can be named in a query.
 *
 * @param columns the columns of each table; a pipe has none here
 */
public record SqlNames(Map<String, List<String>> columns) {

  static final Set<String> WORDS =
      Set.of(
          "SELECT",
          "FROM",
          "FINAL",
          "WHERE",
          "PREWHERE",
          "GROUP BY",
          "ORDER BY",
          "HAVING",
          "LIMIT",
          "LIMIT BY",
          "JOIN",
          "LEFT JOIN",
          "INNER JOIN",
          "ASOF JOIN",
          "ARRAY JOIN",
          "USING",
          "ON",
          "AS",
          "AND",
          "OR",
          "NOT",
          "IN",
          "BETWEEN",
          "LIKE",
          "ILIKE",
          "IS NULL",
          "IS NOT NULL",
          "CASE",
          "WHEN",
          "THEN",
          "ELSE",
          "END",
          "DISTINCT",
          "UNION ALL",
          "WITH",
          "FORMAT",
          "DESC",
          "ASC",
          "count()",
          "sum(",
          "avg(",
          "min(",
          "max(",
          "uniq(",
          "toStartOfHour(",
          "now()",
          "JSONExtractString(",
          "JSONExtractInt(",
          "JSONExtractFloat(",
          "JSONExtractBool(");

  public SqlNames {
    columns = Map.copyOf(columns);
  }

  /** Those of a server's workspace. */
  public static SqlNames of(ServerClient server) {
    Map<String, List<String>> columns = new TreeMap<>();
    for (JsonNode datasource : server.get("/v0/datasources").path("datasources")) {
      columns.put(
          datasource.path("name").asString(""),
          datasource.path("columns").valueStream().map(c -> c.path("name").asString("")).toList());
    }
    for (JsonNode pipe : server.get("/v0/pipes").path("pipes")) {
      columns.put(pipe.path("name").asString(""), List.of());
    }
    return new SqlNames(columns);
  }

  /** The tables and pipes in order. */
  public Set<String> tables() {
    return new TreeSet<>(columns.keySet());
  }

  /**
   * What may follow, given all that is typed before.
   *
   * @param query what is typed so far, the word that is being typed left out
   */
  Set<String> after(String query) {
    Set<String> candidates = new TreeSet<>(WORDS);
    if (query.strip().matches("(?is).*\\b(from|join)")) {
      return tables();
    }
    candidates.addAll(columns.keySet());
    boolean any = false;
    for (Map.Entry<String, List<String>> table : columns.entrySet()) {
      if (query.matches("(?is).*\\b" + Pattern.quote(table.getKey()) + "\\b.*")) {
        candidates.addAll(table.getValue());
        any = true;
      }
    }
    if (!any) {
      columns.values().forEach(candidates::addAll);
    }
    return candidates;
  }
}
