package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Query;
import java.time.Duration;

/**
 * A query that has passed the gate.
 *
 * @param gated without FORMAT
 * @param database the workspace's
 */
record UserQuery(GatedSql gated, String database) {
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** The query itself. */
  Query.Builder in(ResultFormat format) {
    return builder(gated.sql()).format(format.clickHouseName());
  }

  /** A query that names its columns and their types, and reads no row. */
  Query description() {
    return builder("DESCRIBE TABLE (\n" + gated.sql() + "\n)").build();
  }

  private Query.Builder builder(String text) {
    Query.Builder builder = Query.builder(text).database(database).timeout(LONGEST).readOnly();
    gated.parameters().forEach(builder::parameter);
    gated.settings().forEach(builder::setting);
    return builder;
  }
}
