package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Query;
import java.time.Duration;

/**
 * A query that has passed the gate.
 *
 * @param gated without FORMAT
 * @param database the workspace's
 * @param limits what it may take
 */
record UserQuery(GatedSql gated, String database, QueryLimits limits) {
  /** ClickHouse itself ends a query in time; this is for one that it cannot end. */
  private static final Duration MARGIN = Duration.ofSeconds(5);

  /** The query itself. */
  Query in(ResultFormat format) {
    Query.Builder builder =
        Query.builder(gated.sql())
            .format(format.clickHouseName())
            .database(database)
            .timeout(limits.longest().plus(MARGIN))
            .readOnly();
    gated.parameters().forEach(builder::parameter);
    limits.settings().forEach(builder::setting);
    gated.settings().forEach(builder::setting);
    return builder.build();
  }
}
