package dev.nightjar.clickhouse.execution;

import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.block.BlockColumn;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What every insert states: synchronous, one block in, one block stored. */
public final class InsertSettings {
  /** The block is cut nowhere below this; ClickHouse's own default would cut at about a million. */
  private static final String NO_CUT = "1000000000";

  private InsertSettings() {}

  /** The settings of an insert by name, its own included. */
  public static Map<String, String> of(Insert insert) {
    Map<String, String> settings = new HashMap<>();
    settings.put("async_insert", "0");
    settings.put("deduplicate_blocks_in_dependent_materialized_views", "1");
    settings.put("input_format_null_as_default", "1");
    settings.put("insert_allow_materialized_columns", "1");
    settings.put("insert_deduplicate", "1");
    settings.put("max_insert_block_size", NO_CUT);
    settings.put("max_insert_block_size_bytes", "0");
    settings.put("min_insert_block_size_bytes", "0");
    settings.put("min_insert_block_size_rows", "0");
    insert.deduplicationToken().ifPresent(t -> settings.put("insert_deduplication_token", t));
    settings.putAll(insert.settings());
    return settings;
  }

  /** The table and the columns, as they follow {@code INSERT INTO}. */
  public static String target(Insert insert) {
    return insert.block().columns().stream()
        .map(BlockColumn::name)
        .map(Sql::identifier)
        .collect(Collectors.joining(", ", insert.table().sql() + " (", ")"));
  }
}
