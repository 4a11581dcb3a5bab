package dev.nightjar.mirror.healing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settings with which a query reads every row, whatever the profile of ClickHouse's user says: a
 * row that is skipped would be a deleted item that stays, or one that is deleted twice.
 */
final class CompleteReading {
  private static final Map<String, String> WANTED =
      Map.ofEntries(
          // What filters or cuts.
          Map.entry("additional_result_filter", ""),
          Map.entry("additional_table_filters", "{}"),
          Map.entry("apply_deleted_mask", "1"),
          Map.entry("apply_patch_parts", "1"),
          Map.entry("limit", "0"),
          Map.entry("offset", "0"),
          Map.entry("max_bytes_to_read", "0"),
          Map.entry("max_bytes_to_read_leaf", "0"),
          Map.entry("max_bytes_to_sort", "0"),
          Map.entry("max_estimated_execution_time", "0"),
          Map.entry("max_execution_time", "0"),
          Map.entry("max_execution_time_leaf", "0"),
          Map.entry("max_result_bytes", "0"),
          Map.entry("max_result_rows", "0"),
          Map.entry("max_rows_to_group_by", "0"),
          Map.entry("max_rows_to_read", "0"),
          Map.entry("max_rows_to_read_leaf", "0"),
          Map.entry("max_rows_to_sort", "0"),
          Map.entry("group_by_overflow_mode", "throw"),
          Map.entry("read_overflow_mode", "throw"),
          Map.entry("read_overflow_mode_leaf", "throw"),
          Map.entry("result_overflow_mode", "throw"),
          Map.entry("sort_overflow_mode", "throw"),
          Map.entry("timeout_overflow_mode", "throw"),
          // What answers from something else than the rows.
          Map.entry("optimize_use_implicit_projections", "0"),
          Map.entry("optimize_use_projections", "0"),
          Map.entry("use_query_cache", "0"),
          Map.entry("use_query_condition_cache", "0"),
          // What takes rows away before FINAL has chosen among them.
          Map.entry("defer_partition_pruning_after_final", "1"),
          Map.entry("do_not_merge_across_partitions_select_final", "0"),
          Map.entry("enable_automatic_decision_for_merging_across_partitions_for_final", "0"),
          Map.entry("optimize_move_to_prewhere_if_final", "0"),
          Map.entry("query_plan_optimize_lazy_final", "0"),
          Map.entry("query_plan_optimize_lazy_materialization", "0"),
          Map.entry("use_skip_indexes", "0"),
          Map.entry("use_skip_indexes_if_final", "0"),
          Map.entry("use_skip_indexes_if_final_exact_mode", "1"),
          Map.entry("use_skip_indexes_on_data_read", "0"),
          Map.entry("use_statistics_for_part_pruning", "0"),
          // One server's rows, in the form that is asked for.
          Map.entry("enable_parallel_replicas", "0"),
          Map.entry("extremes", "0"),
          Map.entry("low_cardinality_allow_in_native_format", "0"),
          Map.entry("output_format_native_encode_types_in_binary_format", "0"));

  private CompleteReading() {}

  /** Those that a ClickHouse has. */
  static Map<String, String> settings(ClickHouse clickHouse) {
    Set<String> known = new HashSet<>();
    for (Row row :
        clickHouse.rows(
            Query.builder("SELECT name FROM system.settings WHERE has({names:Array(String)}, name)")
                .parameter("names", Parameter.ofArray(List.copyOf(WANTED.keySet())))
                .build())) {
      known.add(row.string("name"));
    }
    Map<String, String> settings = new HashMap<>(WANTED);
    settings.keySet().retainAll(known);
    return Map.copyOf(settings);
  }
}
