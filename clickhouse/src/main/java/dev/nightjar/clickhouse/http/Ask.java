package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.Parameter;
import java.util.Map;
import java.util.Optional;

/**
 * What a request wants to run.
 *
 * @param sql one statement, without FORMAT and semicolons
 * @param format ClickHouse's name of the format
 * @param database what unqualified table names refer to, where the request says so
 * @param parameters values of the {@code {name:Type}} placeholders
 * @param settings what the request's parameters set
 * @param queryId the request's, or a fresh one
 * @param session the session to run in, where the request names one
 * @param readOnly whether the request's method forbids to change anything (GET and HEAD)
 */
public record Ask(
    String sql,
    String format,
    Optional<String> database,
    Map<String, Parameter> parameters,
    Map<String, String> settings,
    String queryId,
    Optional<SessionName> session,
    boolean readOnly) {

  /** Copies the maps. */
  public Ask {
    parameters = Map.copyOf(parameters);
    settings = Map.copyOf(settings);
  }
}
