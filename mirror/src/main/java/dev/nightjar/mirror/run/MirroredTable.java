package dev.nightjar.mirror.run;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.ColumnDefinition;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.row.MirroredSchema;
import java.util.List;
import java.util.Optional;

/** Creates the tables of a mirror, and recognises them. */
public final class MirroredTable {
  /** How many parts a table remembers the tokens of: far more than are ever in doubt. */
  public static final int DEDUPLICATION_WINDOW = 10_000;

  private final ClickHouse clickHouse;

  /** Tables in this ClickHouse. */
  public MirroredTable(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Creates the mirrored table and its quarantine table where they do not exist.
   *
   * @return what is wrong with a table of that name that exists; empty if nothing is
   */
  public Optional<String> create(TableName table, MirroredSchema schema) {
    TableDefinition definition = schema.table(table, DEDUPLICATION_WINDOW, "");
    if (uuid(table).isPresent()) {
      Optional<String> difference = difference(definition);
      if (difference.isPresent()) {
        return difference;
      }
    } else {
      clickHouse.execute(definition.createIfNotExists(clickHouse.layout()));
    }
    TableName quarantine = MirrorSpec.quarantineOf(table);
    clickHouse.execute(
        MirroredSchema.quarantine(quarantine, DEDUPLICATION_WINDOW, "")
            .createIfNotExists(clickHouse.layout()));
    return Optional.empty();
  }

  /** The table's UUID; empty if there is no such table. */
  public Optional<String> uuid(TableName table) {
    return clickHouse
        .rows(
            about(
                table,
                "SELECT toString(uuid) AS uuid FROM system.tables"
                    + " WHERE database = {database:String} AND name = {table:String}"))
        .list()
        .stream()
        .findFirst()
        .map(row -> row.string("uuid"));
  }

  private Optional<String> difference(TableDefinition definition) {
    TableName table = definition.name();
    List<String> there =
        clickHouse
            .rows(
                about(
                    table,
                    "SELECT name, type FROM system.columns"
                        + " WHERE database = {database:String} AND table = {table:String}"
                        + " ORDER BY position"))
            .list()
            .stream()
            .map(row -> row.string("name") + " " + row.string("type"))
            .toList();
    List<String> wanted = definition.columns().stream().map(MirroredTable::describe).toList();
    if (!there.equals(wanted)) {
      return Optional.of(
          "the table "
              + table
              + " exists with other columns: "
              + String.join(", ", there)
              + "; the data source has "
              + String.join(", ", wanted));
    }
    Row engine =
        clickHouse
            .rows(
                about(
                    table,
                    "SELECT engine FROM system.tables"
                        + " WHERE database = {database:String} AND name = {table:String}"))
            .single();
    return engine.string("engine").endsWith("ReplacingMergeTree")
        ? Optional.empty()
        : Optional.of("the table " + table + " exists with the engine " + engine.string("engine"));
  }

  private static String describe(ColumnDefinition column) {
    return column.name() + " " + column.type();
  }

  private static Query about(TableName table, String sql) {
    return Query.builder(sql)
        .parameter("database", table.database())
        .parameter("table", table.name())
        .build();
  }
}
