package dev.nightjar.server.service;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.ddl.MaterializedView;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import java.util.List;

/**
 * The database in which the server keeps what it remembers of its own work. No workspace's queries
 * can name it; they read it through {@link ServiceQueries}.
 */
final class ServiceDatabase {
  private static final String NAME = "nightjar_service";
  private static final String PER_DAY = "requests_per_day";

  private final ClickHouse clickHouse;
  private final String name;
  private boolean there;

  /**
   * @param prefix what the server's databases begin with
   */
  ServiceDatabase(ClickHouse clickHouse, String prefix) {
    this.clickHouse = clickHouse;
    this.name = prefix + NAME;
  }

  ClickHouse clickHouse() {
    return clickHouse;
  }

  String name() {
    return name;
  }

  /** A table as it is read in FROM. */
  String table(ServiceTable<?> table) {
    return table.in(name).sql();
  }

  /** The requests of each day, summed up. */
  String requestsPerDay() {
    return new TableName(name, PER_DAY).sql();
  }

  /** Makes what is missing of it; the first time only. */
  synchronized void require() {
    if (there) {
      return;
    }
    Layout layout = clickHouse.layout();
    clickHouse.execute(Ddl.in(layout).createDatabase(name));
    for (ServiceTable<?> table :
        List.of(ServiceTable.REQUESTS, ServiceTable.OPERATIONS, ServiceTable.JOBS)) {
      clickHouse.execute(table.create(name, layout));
    }
    clickHouse.execute(perDay().createIfNotExists(layout));
    clickHouse.execute(
        MaterializedView.of(
                new TableName(name, PER_DAY + "_view"),
                new TableName(name, PER_DAY),
                """
                SELECT workspace_id, toDate(start) AS date, pipe, count() AS view_count,
                  sum(failed) AS error_count, avgState(toFloat32(duration_us / 1000)) AS avg_duration_state,
                  quantilesTimingState(0.9, 0.95, 0.99)(duration_us / 1000) AS quantile_timing_state,
                  sum(bytes_read) AS read_bytes_sum, sum(rows_read) AS read_rows_sum
                FROM %s GROUP BY workspace_id, date, pipe\
                """
                    .formatted(table(ServiceTable.REQUESTS)))
            .createIfNotExists(layout));
    there = true;
  }

  /** Removes what is remembered of a workspace. */
  void forget(String workspaceId) {
    require();
    for (String table :
        List.of(
            table(ServiceTable.REQUESTS),
            table(ServiceTable.OPERATIONS),
            table(ServiceTable.JOBS),
            requestsPerDay())) {
      clickHouse.execute(
          "ALTER TABLE "
              + table
              + clickHouse.layout().onCluster()
              + " DELETE WHERE workspace_id = "
              + Sql.string(workspaceId));
    }
  }

  private TableDefinition perDay() {
    return TableDefinition.builder(new TableName(name, PER_DAY), "AggregatingMergeTree")
        .column("workspace_id", "LowCardinality(String)")
        .column("date", "Date")
        .column("pipe", "LowCardinality(String)")
        .column("view_count", "SimpleAggregateFunction(sum, UInt64)")
        .column("error_count", "SimpleAggregateFunction(sum, UInt64)")
        .column("avg_duration_state", "AggregateFunction(avg, Float32)")
        .column(
            "quantile_timing_state", "AggregateFunction(quantilesTiming(0.9, 0.95, 0.99), Float64)")
        .column("read_bytes_sum", "SimpleAggregateFunction(sum, UInt64)")
        .column("read_rows_sum", "SimpleAggregateFunction(sum, UInt64)")
        .orderByColumn("workspace_id")
        .orderByColumn("date")
        .orderByColumn("pipe")
        .build();
  }
}
