package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tables that rows wait in, as texts, in a ClickHouse that cannot read this process's files. */
public final class StagingTables {
  private final ClickHouse clickHouse;
  private final SideTables sides;

  StagingTables(ClickHouse clickHouse, SideTables sides) {
    this.clickHouse = clickHouse;
    this.sides = sides;
  }

  /** A table that holds rows until it is closed. */
  public interface Staging extends AutoCloseable {
    TableName table();

    @Override
    void close();
  }

  /**
   * Makes a table and puts rows into it.
   *
   * @param columns its columns, each a {@code Nullable(String)}
   * @param format of the rows
   * @param rows closed at the end
   * @throws IOException when the rows cannot be read
   */
  public Staging load(String database, List<String> columns, String format, InputStream rows)
      throws IOException {
    TableDefinition.Builder definition =
        TableDefinition.builder(sides.unused(database), "MergeTree");
    columns.forEach(column -> definition.column(column, "Nullable(String)"));
    TableDefinition table = definition.build();
    sides.make(table);
    Staging staging =
        new Staging() {
          @Override
          public TableName table() {
            return table.name();
          }

          @Override
          public void close() {
            sides.letGo(table.name());
          }
        };
    boolean loaded = false;
    try (rows) {
      clickHouse.load(
          new RowsInsert(
              "INSERT INTO " + table.name().sql(),
              format,
              database,
              Map.of(),
              Map.of("async_insert", "0"),
              Optional.empty()),
          rows);
      if (clickHouse.layout().cluster().isPresent()) {
        clickHouse.execute(Statement.of(Ddl.in(clickHouse.layout()).syncReplicas(table.name())));
      }
      loaded = true;
      return staging;
    } finally {
      if (!loaded) {
        staging.close();
      }
    }
  }
}
