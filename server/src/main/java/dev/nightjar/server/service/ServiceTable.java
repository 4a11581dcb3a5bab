package dev.nightjar.server.service;

import static dev.nightjar.server.service.ServiceColumn.number;
import static dev.nightjar.server.service.ServiceColumn.text;
import static dev.nightjar.server.service.ServiceColumn.time;
import static dev.nightjar.server.service.ServiceColumn.word;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.query.QueryRun;
import java.util.List;

/**
 * A table of the service database: its columns, its order and how long its rows stay.
 *
 * @param <T> what a row is made from
 */
record ServiceTable<T>(
    String name, String engine, List<ServiceColumn<T>> columns, List<String> order, String ttl) {
  private static final String DEDUPLICATION_WINDOW = "1000";

  /** Every request, for a week. */
  static final ServiceTable<QueryRun> REQUESTS =
      new ServiceTable<>(
          "requests",
          "MergeTree",
          List.of(
              word("workspace_id", QueryRun::workspaceId),
              time("start", QueryRun::start),
              word("pipe", run -> run.pipe().orElse("")),
              word("token_name", QueryRun::token),
              word("format", QueryRun::format),
              text("parameters", run -> Json.text(run.parameters())),
              word("method", QueryRun::method),
              text("path", QueryRun::path),
              number("duration_us", "UInt64", run -> run.duration().toNanos() / 1000),
              number("status", "UInt16", QueryRun::status),
              number("failed", "UInt8", run -> run.succeeded() ? 0 : 1),
              number(
                  "error_code",
                  "Int32",
                  run -> run.failure().map(QueryRun.Failure::code).orElse(0)),
              text("error", run -> run.failure().map(QueryRun.Failure::message).orElse("")),
              number("rows_read", "UInt64", QueryRun::rowsRead),
              number("bytes_read", "UInt64", QueryRun::bytesRead),
              number("result_rows", "UInt64", QueryRun::resultRows),
              number("result_bytes", "UInt64", QueryRun::resultBytes),
              number("cache_hit", "UInt8", run -> run.cacheHit() ? 1 : 0),
              text("request_id", QueryRun::requestId)),
          List.of("workspace_id", "start"),
          "toDateTime(start) + INTERVAL 7 DAY");

  /** What was done to data sources, for a month. */
  static final ServiceTable<Operation> OPERATIONS =
      new ServiceTable<>(
          "operations",
          "MergeTree",
          List.of(
              word("workspace_id", Operation::workspaceId),
              time("began", Operation::began),
              word("event_type", operation -> operation.type().word()),
              word("datasource_id", Operation::datasourceId),
              word("datasource_name", Operation::datasourceName),
              number("elapsed_us", "UInt64", operation -> operation.elapsed().toNanos() / 1000),
              number("failed", "UInt8", operation -> operation.error().isPresent() ? 1 : 0),
              text("error", operation -> operation.error().orElse("")),
              text("job_id", operation -> operation.jobId().orElse("")),
              number("rows", "Int64", operation -> operation.rows().orElse(-1)),
              number("rows_quarantine", "Int64", operation -> operation.quarantined().orElse(-1)),
              word("pipe", operation -> operation.pipe().orElse("")),
              text("options", operation -> Json.text(operation.options()))),
          List.of("workspace_id", "began"),
          "toDateTime(began) + INTERVAL 30 DAY");

  /** The newest state of each job, for a month. */
  static final ServiceTable<JobState> JOBS =
      new ServiceTable<>(
          "jobs",
          "ReplacingMergeTree(updated)",
          List.of(
              word("workspace_id", JobState::workspaceId),
              text("job_id", JobState::id),
              word("job_type", JobState::kind),
              word("status", JobState::status),
              text("error", job -> job.error().orElse("")),
              text("pipe_id", job -> job.pipeId().orElse("")),
              text("datasource_id", job -> job.datasourceId().orElse("")),
              time("created", JobState::createdAt),
              time("started", job -> job.startedAt().orElse(java.time.Instant.EPOCH)),
              time("updated", JobState::updatedAt),
              text("metadata", job -> Json.text(job.metadata()))),
          List.of("workspace_id", "job_id"),
          "toDateTime(updated) + INTERVAL 30 DAY");

  /** Copies the lists. */
  ServiceTable {
    columns = List.copyOf(columns);
    order = List.copyOf(order);
  }

  TableName in(String database) {
    return new TableName(database, name);
  }

  String create(String database, Layout layout) {
    TableDefinition.Builder table = TableDefinition.builder(in(database), engine);
    columns.forEach(column -> table.column(column.name(), column.type()));
    order.forEach(table::orderByColumn);
    return table
        .ttl(ttl)
        // the last seconds may be lost; a batch that is sent twice is there once
        .setting("fsync_after_insert", "0")
        .setting("fsync_part_directory", "0")
        .setting("min_rows_to_fsync_after_merge", "0")
        .setting("min_compressed_bytes_to_fsync_after_merge", "0")
        // parts that a power cut broke are set aside, however many
        .setting("max_suspicious_broken_parts", "1000000")
        .setting(Layout.WINDOW, DEDUPLICATION_WINDOW)
        .build()
        .createIfNotExists(layout);
  }

  NativeBlock block(List<T> rows) {
    BlockBuilder builder =
        new BlockBuilder(columns.stream().map(ServiceColumn::blockColumn).toList());
    for (T row : rows) {
      for (int i = 0; i < columns.size(); i++) {
        columns.get(i).writer().write(builder.column(i), row);
      }
      builder.endRow();
    }
    return builder.finish();
  }
}
