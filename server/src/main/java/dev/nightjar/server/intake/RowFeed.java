package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Hands staged rows to ClickHouse, which makes values of them and stores those. */
interface RowFeed {
  /** Whatever this many rows or bytes fit in is stored as one block. */
  String BLOCK_ROWS = "1048576";

  String BLOCK_BYTES = "268435456";

  /**
   * Inserts rows.
   *
   * @param columns of the target, quoted
   * @param select makes a query of where the staged rows are read
   * @param parameters of the query
   * @throws IOException when the staged rows cannot be read
   */
  void insert(
      StagedRows rows,
      TableName target,
      List<String> columns,
      UnaryOperator<String> select,
      Map<String, Parameter> parameters)
      throws IOException;

  /** Of an engine in this process, which can read the file. */
  static RowFeed ofFiles(ClickHouse clickHouse) {
    return (rows, target, columns, select, parameters) -> {
      String source =
          "file("
              + Sql.string(rows.file().toAbsolutePath().toString())
              + ", 'RowBinary', "
              + Sql.string(rows.shape().structure())
              + ")";
      clickHouse.execute(
          new Statement(
              into(target, columns) + select.apply(source),
              target.database(),
              parameters,
              settings(),
              Optional.empty()));
    };
  }

  /** Of a ClickHouse somewhere else, which is sent the rows. */
  static RowFeed ofStreams(ClickHouse clickHouse) {
    return (rows, target, columns, select, parameters) -> {
      String source = "input(" + Sql.string(rows.shape().structure()) + ")";
      try (InputStream staged = rows.open()) {
        clickHouse.load(
            new RowsInsert(
                into(target, columns) + select.apply(source),
                "RowBinary",
                target.database(),
                parameters,
                settings(),
                Optional.empty()),
            staged);
      }
    };
  }

  private static String into(TableName target, List<String> columns) {
    return "INSERT INTO " + target.sql() + " (" + String.join(", ", columns) + ") ";
  }

  private static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("async_insert", "0");
    // the same rows sent twice are two rows
    settings.put("insert_deduplicate", "0");
    settings.put("deduplicate_blocks_in_dependent_materialized_views", "0");
    settings.put("insert_null_as_default", "1");
    settings.put("cast_string_to_date_time_mode", "best_effort");
    settings.put("max_insert_block_size", BLOCK_ROWS);
    settings.put("min_insert_block_size_rows", BLOCK_ROWS);
    settings.put("min_insert_block_size_bytes", BLOCK_BYTES);
    settings.put("max_insert_threads", "1");
    settings.put("max_threads", "1");
    // of a data source with thousands of columns
    settings.put("max_query_size", "268435456");
    settings.put("max_ast_elements", "10000000");
    settings.put("max_expanded_ast_elements", "10000000");
    return settings;
  }
}
