package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.ColumnDefinition;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.mirror.MirrorSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where rows go that do not fit: {@code <name>_quarantine}, beside the data source. The columns
 * {@code c__error_column}, {@code c__error} and {@code c__import_id} and {@code insertion_date} are
 * named as in Tinybird's; {@code c__row} holds a row that could not be read. The data source's own
 * columns are there as the texts that came.
 */
final class Quarantine {
  private static final String IMPORT_ID = "c__import_id";
  private static final List<String> OWN =
      List.of("c__error_column", "c__error", IMPORT_ID, "c__row", "insertion_date");

  private final ClickHouse clickHouse;

  Quarantine(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  static TableName of(TableName table) {
    return MirrorSpec.quarantineOf(table);
  }

  /** Makes the table, or the columns that it lacks. */
  void prepare(TableName table, RowShape shape) {
    TableName quarantine = of(table);
    Set<String> there = columns(quarantine);
    if (there.isEmpty()) {
      clickHouse.execute(
          Statement.of(definition(quarantine, shape).createIfNotExists(clickHouse.layout())));
      return;
    }
    for (IntakeColumn column : shape.columns()) {
      if (!there.contains(own(column.name()))) {
        clickHouse.execute(
            Statement.of(
                Ddl.in(clickHouse.layout())
                    .alter(
                        quarantine,
                        "ADD COLUMN IF NOT EXISTS "
                            + Sql.identifier(own(column.name()))
                            + " Nullable(String)")));
      }
    }
  }

  /** The columns that {@link StagedSql#misfitting} fills, quoted. */
  static List<String> filled(RowShape shape) {
    return Stream.concat(
            Stream.of("c__error_column", "c__error", IMPORT_ID, "c__row"),
            shape.columns().stream().map(column -> own(column.name())))
        .map(Sql::identifier)
        .toList();
  }

  /** How many rows an import has put there. */
  long count(TableName table, String importId) {
    return clickHouse
        .rows(
            Query.builder(
                    "SELECT count() AS n FROM "
                        + of(table).sql()
                        + " WHERE c__import_id = {import:String}")
                .parameter("import", importId)
                .build())
        .single()
        .number("n");
  }

  /** Takes back what an import has put there. */
  void takeBack(TableName table, String importId) {
    clickHouse.execute(
        Statement.of(
                Ddl.in(clickHouse.layout())
                    .alter(of(table), "DELETE WHERE c__import_id = " + Sql.string(importId)))
            .setting("mutations_sync", "2"));
  }

  private static TableDefinition definition(TableName name, RowShape shape) {
    TableDefinition.Builder table =
        TableDefinition.builder(name, "MergeTree")
            .column(ColumnDefinition.of("insertion_date", "DateTime").defaultTo("now()"))
            .column("c__error_column", "Array(String)")
            .column("c__error", "Array(String)")
            .column(IMPORT_ID, "String")
            .column("c__row", "Nullable(String)");
    shape.columns().forEach(column -> table.column(own(column.name()), "Nullable(String)"));
    return table.orderByColumn("insertion_date").build();
  }

  /** A data source's column that is called like one of these gets another name here. */
  private static String own(String column) {
    return OWN.contains(column) ? column + "_" : column;
  }

  private Set<String> columns(TableName table) {
    Set<String> names = new HashSet<>();
    clickHouse
        .rows(
            Query.builder(
                    "SELECT name FROM system.columns WHERE database = {database:String} AND table = {table:String}")
                .parameter("database", table.database())
                .parameter("table", table.name())
                .build())
        .forEach(row -> names.add(row.string("name")));
    return names;
  }
}
