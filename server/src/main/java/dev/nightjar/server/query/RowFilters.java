package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.server.rights.Rights;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The filters of a token as ClickHouse enforces them, wherever in a query a table is read. */
final class RowFilters {
  private RowFilters() {}

  /** The settings of a query of whoever has these rights. */
  static Map<String, String> settings(String database, Rights rights) {
    Map<String, String> filters = new TreeMap<>(rights.filters());
    if (filters.isEmpty()) {
      return Map.of();
    }
    return Map.of(
        "additional_table_filters",
        filters.entrySet().stream()
            .map(filter ->
                Sql.string(database + "." + filter.getKey()) + ":" + Sql.string(filter.getValue()))
            .collect(Collectors.joining(",", "{", "}")));
  }
}
