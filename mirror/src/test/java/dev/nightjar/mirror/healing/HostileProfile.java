package dev.nightjar.mirror.healing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ForwardingClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.QueryResult;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import java.util.HashMap;
import java.util.Map;

/**
 * A ClickHouse whose user has a profile that cuts and filters what is read from the mirrored table
 * and its list, wherever a statement does not say otherwise. Questions about the system's own
 * tables are left alone.
 */
final class HostileProfile extends ForwardingClickHouse {
  private final Map<String, String> profile;

  HostileProfile(ClickHouse real, TableName table) {
    super(real);
    this.profile =
        Map.ofEntries(
            Map.entry(
                "additional_table_filters",
                "{'%s.%s': 'note != \\'n17\\'', '%s.%s': 'note != \\'n18\\''}"
                    .formatted(
                        table.database(),
                        table.name(),
                        table.database(),
                        StagingTable.of(table).name())),
            Map.entry("limit", "5"),
            Map.entry("max_rows_to_read", "1"),
            Map.entry("read_overflow_mode", "break"),
            Map.entry("max_result_rows", "1"),
            Map.entry("result_overflow_mode", "break"),
            Map.entry("max_execution_time", "0.001"),
            Map.entry("timeout_overflow_mode", "break"),
            Map.entry("do_not_merge_across_partitions_select_final", "1"),
            Map.entry("use_skip_indexes_if_final_exact_mode", "0"));
  }

  private Map<String, String> settings(String sql, Map<String, String> stated) {
    if (sql.contains("system.")) {
      return stated;
    }
    Map<String, String> all = new HashMap<>(profile);
    all.putAll(stated);
    return all;
  }

  @Override
  public void execute(Statement statement) {
    real()
        .execute(
            new Statement(
                statement.sql(),
                statement.database(),
                statement.parameters(),
                settings(statement.sql(), statement.settings()),
                statement.queryId()));
  }

  @Override
  public QueryResult query(Query query) {
    return real()
        .query(
            new Query(
                query.sql(),
                query.format(),
                query.database(),
                query.parameters(),
                settings(query.sql(), query.settings()),
                query.access(),
                query.queryId(),
                query.timeout()));
  }
}
