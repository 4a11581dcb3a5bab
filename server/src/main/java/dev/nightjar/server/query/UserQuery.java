package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Query;
import java.time.Duration;
import java.util.Map;

/**
 * A query that has passed the gate.
 *
 * @param sql without FORMAT
 * @param database the workspace's
 * @param parameters the values of its placeholders
 */
record UserQuery(String sql, String database, Map<String, Parameter> parameters) {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** The query itself. */
  Query.Builder in(ResultFormat format) {
    return builder(sql).format(format.clickHouseName());
  }

  /** A query that names its columns and their types, and reads no row. */
  Query description() {
    return builder("DESCRIBE TABLE (\n" + sql + "\n)").build();
  }

  private Query.Builder builder(String text) {
    Query.Builder builder = Query.builder(text).database(database).timeout(LONGEST).readOnly();
    parameters.forEach(builder::parameter);
    return builder;
  }
}
