package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.Parameter;
import java.util.HashMap;
import java.util.Map;

/**
 * A statement, as it is sent.
 *
 * @param sql its text, which is the request's body
 * @param format of the answer
 * @param database the current one
 * @param queryId its id
 * @param parameters of the request's address: settings, values of placeholders, and what
 *     ClickHouse's HTTP interface has besides
 */
record Request(
    String sql, String format, String database, String queryId, Map<String, String> parameters) {

  Request {
    Map<String, String> all = new HashMap<>(parameters);
    // An error behind the first rows comes as text behind them, not as a part of their format.
    all.put("http_write_exception_in_output_format", "0");
    parameters = Map.copyOf(all);
  }

  /** Settings and values of placeholders as parameters of a request. */
  static Map<String, String> parameters(
      Map<String, String> settings, Map<String, Parameter> values) {
    Map<String, String> all = new HashMap<>(settings);
    values.forEach((name, value) -> all.put("param_" + name, value.encoded()));
    return all;
  }

  /** The same, answered only when all of the result is there: then errors have their status. */
  Request whole() {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("wait_end_of_query", "1");
    return new Request(sql, format, database, queryId, all);
  }
}
