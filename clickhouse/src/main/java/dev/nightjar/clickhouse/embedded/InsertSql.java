package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.Insert;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.block.BlockColumn;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The statement of an insert: synchronous, one block in, one block stored. */
final class InsertSql {
  /** The block is cut nowhere below this; ClickHouse's own default would cut at about a million. */
  private static final String NO_CUT = "1000000000";

  private InsertSql() {}

  static String of(Insert insert) {
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
    String columns =
        insert.block().columns().stream()
            .map(BlockColumn::name)
            .map(Sql::identifier)
            .collect(Collectors.joining(", "));
    return "INSERT INTO "
        + insert.table().sql()
        + " ("
        + columns
        + ") SETTINGS "
        + Sql.settings(settings);
  }
}
