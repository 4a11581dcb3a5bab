package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.ColumnDefinition;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.ddl.TableDefinition;

/** The definition of a mirrored table. */
final class MirroredTables {
  private MirroredTables() {}

  static TableDefinition table(
      MirroredSchema schema, TableName name, int deduplicationWindow, String comment) {
    String engine =
        "ReplacingMergeTree("
            + Sql.identifier(schema.versionColumn())
            + ", "
            + Sql.identifier(SystemColumn.IS_DELETED.columnName())
            + ")";
    TableDefinition.Builder table = TableDefinition.builder(name, engine).comment(comment);
    schema.columns().forEach(column -> table.column(definition(column)));
    if (schema.declaredVersion().isEmpty()) {
      // Hidden from SELECT *, written by inserts that name it.
      table.column(ColumnDefinition.of(MirroredSchema.VERSION_COLUMN, "UInt256").materialized("0"));
    }
    schema.indexes().forEach(table::index);
    schema.keys().forEach(key -> table.orderByColumn(key.name()));
    schema.partitionKey().ifPresent(table::partitionBy);
    schema.settings().forEach(table::setting);
    table.setting(Layout.WINDOW, Integer.toString(deduplicationWindow));
    return table.build();
  }

  private static ColumnDefinition definition(MirroredColumn column) {
    ColumnDefinition definition = ColumnDefinition.of(column.name(), column.type().toString());
    if (column.defaultExpression().isPresent()) {
      definition = definition.defaultTo(column.defaultExpression().get());
    }
    if (column.codec().isPresent()) {
      definition = definition.codec(column.codec().get());
    }
    return definition;
  }
}
