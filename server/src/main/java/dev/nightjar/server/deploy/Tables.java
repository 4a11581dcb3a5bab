package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.Layout;
import dev.nightjar.clickhouse.ddl.MaterializedView;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.project.DatasourceFile;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements of definition, in one workspace's database. */
final class Tables {
  /** What the name of a table that is set aside begins with; no data source can be called so. */
  static final String ASIDE = "nightjar-aside-";

  private final ClickHouse clickHouse;
  private final String database;

  Tables(ClickHouse clickHouse, String database) {
    this.clickHouse = clickHouse;
    this.database = database;
  }

  TableName named(String name) {
    return new TableName(database, name);
  }

  TableName aside(TableName table) {
    return new TableName(database, ASIDE + table.name());
  }

  /** The tables of a data source: its own, and its quarantine, which may not be there yet. */
  List<TableName> of(DatasourceFile file) {
    TableName table = named(file.name());
    return List.of(table, MirrorSpec.quarantineOf(table));
  }

  Set<String> existing() {
    Set<String> names = new HashSet<>();
    for (Row row :
        clickHouse.rows(
            Query.builder("SELECT name FROM system.tables WHERE database = {database:String}")
                .parameter("database", database)
                .build())) {
      names.add(row.string("name"));
    }
    return names;
  }

  boolean exists(TableName table) {
    return existing().contains(table.name());
  }

  void execute(String sql) {
    clickHouse.execute(Statement.of(sql).in(database));
  }

  void create(TableDefinition table) {
    execute(table.create(clickHouse.layout()));
  }

  void create(MaterializedView view) {
    execute(view.create(clickHouse.layout()));
  }

  /**
   * Changes a table.
   *
   * @param change what follows the table's name in {@code ALTER TABLE}
   */
  void alter(TableName table, String change) {
    execute(ddl().alter(table, change));
  }

  private Ddl ddl() {
    return Ddl.in(clickHouse.layout());
  }

  void drop(TableName table) {
    execute(ddl().drop(table));
  }

  void rename(TableName from, TableName to) {
    execute(ddl().rename(from, to));
  }

  /**
   * Lets a table have another name; one that has that name takes the first one, in the same
   * instant.
   */
  void swap(TableName from, TableName to) {
    if (exists(to)) {
      execute(ddl().exchange(from, to));
    } else {
      rename(from, to);
    }
  }

  /** ClickHouse's id of a table, which it keeps under every name. */
  Optional<String> uuid(TableName table) {
    return clickHouse
        .rows(
            Query.builder(
                    "SELECT toString(uuid) AS id FROM system.tables"
                        + " WHERE database = {database:String} AND name = {table:String}")
                .parameter("database", table.database())
                .parameter("table", table.name())
                .build())
        .list()
        .stream()
        .map((Row row) -> row.string("id"))
        .findFirst();
  }

  void setDeduplicationWindow(TableName table, String window) {
    execute(ddl().modifySetting(table, Layout.WINDOW, window));
  }

  /** Adds the parts of one table to another of the same definition. */
  void attachAll(TableName from, TableName to) {
    for (Row part :
        clickHouse.rows(
            Query.builder(
                    "SELECT DISTINCT partition_id FROM system.parts"
                        + " WHERE active AND database = {database:String} AND table = {table:String}")
                .parameter("database", from.database())
                .parameter("table", from.name())
                .build())) {
      execute(
          "ALTER TABLE "
              + to.sql()
              + " ATTACH PARTITION ID "
              + Sql.string(part.string("partition_id"))
              + " FROM "
              + from.sql());
    }
  }

  /** Puts what a view would have made of the rows that are there into its target. */
  void fill(MaterializedView view) {
    String columns = String.join(", ", columns(view.name()));
    clickHouse.execute(
        Statement.of(
                "INSERT INTO "
                    + view.target().sql()
                    + " ("
                    + columns
                    + ")\nSELECT "
                    + columns
                    + " FROM (\n"
                    + view.select()
                    + "\n)")
            .in(database)
            // the rows are new to the target, however they are cut into blocks
            .setting("insert_deduplicate", "0"));
  }

  private List<String> columns(TableName table) {
    return clickHouse
        .rows(
            Query.builder(
                    "SELECT name FROM system.columns WHERE database = {database:String} AND table = {table:String} ORDER BY position")
                .parameter("database", table.database())
                .parameter("table", table.name())
                .build())
        .list()
        .stream()
        .map(row -> Sql.identifier(row.string("name")))
        .toList();
  }
}
