package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.ColumnDefinition;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.project.Column;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Engine;
import dev.nightjar.project.Index;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The table of a data source that is no mirror. */
final class PlainTable {
  /**
   * How many inserted blocks a table that views write to remembers, so that a repeated one is not
   * counted twice.
   */
  static final String DEDUPLICATION_WINDOW = "10000";

  static final Set<String> ENGINES =
      Set.of(
          "MergeTree",
          "ReplacingMergeTree",
          "SummingMergeTree",
          "AggregatingMergeTree",
          "CollapsingMergeTree",
          "VersionedCollapsingMergeTree");

  /** Table settings that only tune; whatever names disks, policies or paths is not among them. */
  static final Set<String> SETTINGS =
      Set.of(
          "index_granularity",
          "index_granularity_bytes",
          "min_bytes_for_wide_part",
          "min_rows_for_wide_part",
          "ttl_only_drop_parts",
          "merge_with_ttl_timeout",
          "allow_nullable_key");

  private PlainTable() {}

  /**
   * @param viewTarget whether materialized views write to it
   */
  static TableDefinition of(DatasourceFile file, TableName name, boolean viewTarget) {
    TableDefinition.Builder table = TableDefinition.builder(name, engine(file.engine()));
    file.columns().forEach(column -> table.column(column(column)));
    file.indexes().forEach(index -> table.index(index(index)));
    sortingKey(file).forEach(table::orderBy);
    file.engine().partitionKey().ifPresent(table::partitionBy);
    file.engine().primaryKey().ifPresent(table::primaryKey);
    file.engine().ttl().ifPresent(table::ttl);
    file.engine().settings().forEach((key, value) -> table.setting(key, setting(value)));
    if (viewTarget) {
      table.setting(Layout.WINDOW, DEDUPLICATION_WINDOW);
    }
    return table.build();
  }

  static String engineName(Engine engine) {
    return engine.name().orElse("MergeTree");
  }

  static ColumnDefinition column(Column column) {
    ColumnDefinition definition = ColumnDefinition.of(column.name(), column.type());
    if (column.defaultExpression().isPresent()) {
      definition = definition.defaultTo(column.defaultExpression().get());
    }
    return column.codec().isPresent() ? definition.codec(column.codec().get()) : definition;
  }

  /** Parts that are a column's name, quoted; the others as the expressions that they are. */
  private static List<String> sortingKey(DatasourceFile file) {
    return file.engine().sortingKey().stream()
        .map(part -> file.column(part).isPresent() ? Sql.identifier(part) : part)
        .toList();
  }

  /** An index as it is defined, its name first. */
  static String index(Index index) {
    return Sql.identifier(index.name())
        + " "
        + index.expression()
        + " TYPE "
        + index.type()
        + " GRANULARITY "
        + index.granularity();
  }

  private static String engine(Engine engine) {
    List<String> arguments = new ArrayList<>();
    engine.sign().ifPresent(column -> arguments.add(Sql.identifier(column)));
    engine.version().ifPresent(column -> arguments.add(Sql.identifier(column)));
    engine.ver().ifPresent(column -> arguments.add(Sql.identifier(column)));
    engine.isDeleted().ifPresent(column -> arguments.add(Sql.identifier(column)));
    if (!engine.summingColumns().isEmpty()) {
      arguments.add(
          engine.summingColumns().stream()
              .map(Sql::identifier)
              .collect(Collectors.joining(", ", "(", ")")));
    }
    return engineName(engine)
        + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")");
  }

  private static String setting(String literal) {
    return switch (literal) {
      case "true" -> "1";
      case "false" -> "0";
      default -> literal;
    };
  }
}
