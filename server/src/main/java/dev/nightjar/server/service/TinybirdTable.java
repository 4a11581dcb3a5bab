package dev.nightjar.server.service;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The tables of the database {@code tinybird}, with the columns that Tinybird's documentation of
 * its service data sources lists. What is not measured here is there, and empty.
 *
 * @see <a href="https://www.tinybird.co/docs/monitoring/service-datasources">Service data
 *     sources</a>
 */
enum TinybirdTable {
  PIPE_STATS_RT(
      """
      WITH JSONExtract(r.parameters, 'Map(String, Array(String))') AS stated
      SELECT toDateTime(r.start) AS start_datetime, %2$s AS pipe_id, %3$s AS pipe_name,
        toFloat32(r.duration_us / 1000000) AS duration, r.bytes_read AS read_bytes,
        r.rows_read AS read_rows, r.result_rows AS result_rows,
        concat(r.path, if(empty(stated), '', '?'), arrayStringConcat(arrayFlatten(arrayMap(
          (name, values) -> arrayMap(
            value -> concat(encodeURLFormComponent(name), '=', encodeURLFormComponent(value)), values),
          mapKeys(stated), mapValues(stated))), '&')) AS url,
        r.failed AS error, r.request_id AS request_id, '' AS token,
        toString(r.token_name) AS token_name, toInt32(r.status) AS status_code,
        toString(r.method) AS method,
        mapApply((name, values) -> (name, arrayStringConcat(values, ',')), stated) AS parameters,
        '' AS release, CAST(NULL, 'Nullable(String)') AS user_agent,
        CAST([], 'Array(String)') AS resource_tags, CAST(NULL, 'Nullable(Float32)') AS cpu_time,
        r.error_code AS error_code, r.error AS error_message, r.cache_hit AS cache_hit,
        toString(r.format) AS format
      FROM %4$s AS r WHERE r.workspace_id = %1$s\
      """),
  PIPE_STATS(
      """
      SELECT r.date AS date, %2$s AS pipe_id, %3$s AS pipe_name,
        toUInt64(r.view_count) AS view_count, toUInt64(r.error_count) AS error_count,
        r.avg_duration_state AS avg_duration_state,
        r.quantile_timing_state AS quantile_timing_state,
        toUInt64(r.read_bytes_sum) AS read_bytes_sum, toUInt64(r.read_rows_sum) AS read_rows_sum,
        CAST([], 'Array(String)') AS resource_tags
      FROM %5$s AS r WHERE r.workspace_id = %1$s\
      """),
  DATASOURCES_OPS_LOG(
      """
      WITH JSONExtract(r.options, 'Map(String, String)') AS told
      SELECT toDateTime(r.began) AS timestamp, toString(r.event_type) AS event_type,
        toString(r.datasource_id) AS datasource_id, toString(r.datasource_name) AS datasource_name,
        if(r.failed, 'error', 'ok') AS result, toFloat32(r.elapsed_us / 1000000) AS elapsed_time,
        if(r.failed, r.error, NULL) AS error, nullIf(r.job_id, '') AS import_id,
        nullIf(r.job_id, '') AS job_id, r.job_id AS request_id,
        if(r.rows < 0, NULL, toUInt64(r.rows)) AS rows,
        if(r.rows_quarantine < 0, NULL, toUInt64(r.rows_quarantine)) AS rows_quarantine,
        CAST([], 'Array(String)') AS blocks_ids, mapKeys(told) AS `Options.Names`,
        mapValues(told) AS `Options.Values`, toUInt64(0) AS read_rows, toUInt64(0) AS read_bytes,
        toUInt64(greatest(r.rows, 0)) AS written_rows, toUInt64(0) AS written_bytes,
        toUInt64(greatest(r.rows_quarantine, 0)) AS written_rows_quarantine,
        toUInt64(0) AS written_bytes_quarantine, %6$s AS pipe_id, toString(r.pipe) AS pipe_name,
        '' AS release, CAST([], 'Array(String)') AS resource_tags,
        CAST(NULL, 'Nullable(Float32)') AS cpu_time
      FROM %7$s AS r WHERE r.workspace_id = %1$s\
      """),
  JOBS_LOG(
      """
      SELECT r.job_id AS job_id, toString(r.job_type) AS job_type,
        toString(r.workspace_id) AS workspace_id, r.pipe_id AS pipe_id,
        r.datasource_id AS datasource_id, toDateTime(r.created) AS created_at,
        if(r.started = toDateTime64(0, 6, 'UTC'), NULL, toDateTime(r.started)) AS started_at,
        toDateTime(r.updated) AS updated_at, toString(r.status) AS status,
        nullIf(r.error, '') AS error, r.metadata AS job_metadata, '' AS request_id
      FROM %8$s AS r FINAL WHERE r.workspace_id = %1$s\
      """);

  private final String sql;

  TinybirdTable(String sql) {
    this.sql = sql;
  }

  static Optional<TinybirdTable> named(String table) {
    return Arrays.stream(values()).filter(known -> known.table().equals(table)).findFirst();
  }

  /** The table's name, without the database. */
  String table() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The query that answers for it.
   *
   * @param workspaceId of whose rows, a literal
   * @param requestPipeId an expression of the id of a request's pipe
   * @param requestPipeName its name
   * @param pipeId an expression of the id of an operation's pipe
   */
  String sql(
      ServiceDatabase database,
      String workspaceId,
      String requestPipeId,
      String requestPipeName,
      String pipeId) {
    return sql.formatted(
        workspaceId,
        requestPipeId,
        requestPipeName,
        database.table(ServiceTable.REQUESTS),
        database.requestsPerDay(),
        pipeId,
        database.table(ServiceTable.OPERATIONS),
        database.table(ServiceTable.JOBS));
  }
}
