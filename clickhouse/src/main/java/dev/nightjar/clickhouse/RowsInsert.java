package dev.nightjar.clickhouse;

import java.util.Map;
import java.util.Optional;

/**
 * An INSERT whose rows come as bytes of a format.
 *
 * @param sql {@code INSERT INTO …} up to where VALUES or FORMAT would stand
 * @param format ClickHouse's name of the rows' format
 * @param database what unqualified table names refer to
 * @param parameters values of the {@code {name:Type}} placeholders
 * @param settings settings of this insert alone
 * @param queryId chosen by the caller, unique among running statements
 */
public record RowsInsert(
    String sql,
    String format,
    String database,
    Map<String, Parameter> parameters,
    Map<String, String> settings,
    Optional<String> queryId) {

  /** Copies the maps. */
  public RowsInsert {
    parameters = Map.copyOf(parameters);
    settings = Map.copyOf(settings);
  }
}
