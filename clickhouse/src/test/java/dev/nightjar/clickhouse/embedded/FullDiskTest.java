package dev.nightjar.clickhouse.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.SmallDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the engine does on a disk without space, for real; it needs the right to mount one. */
@EnabledIf("dev.nightjar.clickhouse.testing.SmallDisk#canMount")
class FullDiskTest {
  @TempDir Path folder;

  private SmallDisk disk;
  private EmbeddedClickHouse clickHouse;

  @BeforeEach
  void openOnASmallDisk() {
    EmbeddedEngine.release();
    disk = SmallDisk.mount(folder, 64).orElseThrow();
    open();
    execute("CREATE DATABASE d");
    execute("CREATE TABLE d.t (x UInt64, s String) ENGINE = MergeTree ORDER BY x");
    execute("CREATE TABLE d.u (x UInt64, s String) ENGINE = MergeTree ORDER BY x");
    execute("INSERT INTO d.t SELECT number, 'kept' FROM numbers(3)");
  }

  private void open() {
    clickHouse = EmbeddedClickHouse.open(EmbeddedOptions.at(folder.resolve("clickhouse")));
  }

  @AfterEach
  void close() {
    clickHouse.close();
    disk.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE d.v (x UInt64) ENGINE = MergeTree ORDER BY x",
        "create or replace table d.u (x UInt64) ENGINE = MergeTree ORDER BY x",
        "ALTER TABLE d.t ADD COLUMN y UInt8",
        "\n CREATE MATERIALIZED VIEW d.w TO d.u AS SELECT x, s FROM d.t",
        "CREATE DATABASE e"
      })
  void aDefinitionIsRefusedAndNothingOfItStays(String definition) {
    disk.fill();

    assertThatThrownBy(() -> execute(definition))
        .isInstanceOfSatisfying(ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(243))
        .hasMessageContaining("The disk of the data directory is full")
        .hasMessageContaining("Free space");

    disk.free();
    clickHouse.close();
    open();
    assertThat(text("SELECT name FROM system.tables WHERE database = 'd' ORDER BY name"))
        .isEqualTo("t\nu");
    assertThat(text("SELECT count() FROM d.t WHERE s = 'kept'")).isEqualTo("3");
    execute(definition);
  }

  @Test
  void whatTakesThingsAwayStillWorks() {
    disk.fill();

    execute("RENAME TABLE d.t TO d.aside");
    execute("DROP TABLE d.u SYNC");
    execute("RENAME TABLE d.aside TO d.t");

    assertThat(text("SELECT count() FROM d.t")).isEqualTo("3");
  }

  @Test
  void anInsertArrivesWholeAfterSpaceWasFreed() {
    disk.fill();
    assertThatThrownBy(() -> execute("INSERT INTO d.t SELECT number, 'new' FROM numbers(100000)"))
        .isInstanceOfSatisfying(
            ClickHouseException.class, e -> assertThat(e.code()).isEqualTo(243));
    assertThat(text("SELECT count() FROM d.t")).isEqualTo("3");
    disk.free();

    execute("INSERT INTO d.t SELECT number, 'new' FROM numbers(100000)");

    assertThat(text("SELECT count() FROM d.t")).isEqualTo("100003");
  }

  private void execute(String sql) {
    clickHouse.execute(Statement.of(sql));
  }

  private String text(String sql) {
    return clickHouse.query(Query.builder(sql).format("TSVRaw").build()).text().stripTrailing();
  }
}
