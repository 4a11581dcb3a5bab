package dev.nightjar.clickhouse;

import java.util.Map;
import java.util.Optional;

/**
 * A trusted statement without a result.
 *
 * @param sql one statement, without {@code FORMAT}
 * @param database what unqualified table names refer to
 * @param parameters values of the {@code {name:Type}} placeholders
 * @param settings settings of this statement alone
 * @param queryId chosen by the caller, unique among running statements
 */
public record Statement(
    String sql,
    String database,
    Map<String, Parameter> parameters,
    Map<String, String> settings,
    Optional<String> queryId) {

  /** Copies the maps. */
  public Statement {
    parameters = Map.copyOf(parameters);
    settings = Map.copyOf(settings);
  }

  /** A statement in the database {@code default} without parameters and settings. */
  public static Statement of(String sql) {
    return new Statement(sql, TableName.DEFAULT_DATABASE, Map.of(), Map.of(), Optional.empty());
  }

  /** The same in another database. */
  public Statement in(String name) {
    return new Statement(sql, name, parameters, settings, queryId);
  }

  /** The same with one more parameter, as plain text. */
  public Statement with(String parameter, String value) {
    return new Statement(
        sql, database, Maps.plus(parameters, parameter, Parameter.of(value)), settings, queryId);
  }

  /** The same with one more setting. */
  public Statement setting(String name, String value) {
    return new Statement(sql, database, parameters, Maps.plus(settings, name, value), queryId);
  }

  /** The same with a query id. */
  public Statement id(String id) {
    return new Statement(sql, database, parameters, settings, Optional.of(id));
  }
}
