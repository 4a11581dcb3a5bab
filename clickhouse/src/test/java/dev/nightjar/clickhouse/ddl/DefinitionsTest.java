package dev.nightjar.clickhouse.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class DefinitionsTest {

  @Test
  void writesATable() {
    TableDefinition table =
        TableDefinition.builder(
                new TableName("shop", "flights"), "ReplacingMergeTree(_version, _is_deleted)")
            .column("id", "String")
            .column(ColumnDefinition.of("price", "Int64").defaultTo("0").comment("in cents"))
            .column(ColumnDefinition.of("_record", "String").codec("ZSTD(3)"))
            .column("_is_deleted", "UInt8")
            .column(ColumnDefinition.of("_version", "UInt256").materialized("0"))
            .index("by_price price TYPE minmax GRANULARITY 4")
            .orderByColumn("id")
            .partitionBy("cityHash64(id) % 4")
            .setting("non_replicated_deduplication_window", "1000")
            .comment("it's a mirror")
            .build();

    assertThat(table.create())
        .isEqualTo(
            """
            CREATE TABLE `shop`.`flights`
            (
              `id` String,
              `price` Int64 DEFAULT 0 COMMENT 'in cents',
              `_record` String CODEC(ZSTD(3)),
              `_is_deleted` UInt8,
              `_version` UInt256 MATERIALIZED 0,
              INDEX by_price price TYPE minmax GRANULARITY 4
            )
            ENGINE = ReplacingMergeTree(_version, _is_deleted)
            PARTITION BY cityHash64(id) % 4
            ORDER BY (`id`)
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, non_replicated_deduplication_window = 1000
            COMMENT 'it\\'s a mirror'\
            """);
    assertThat(table.createIfNotExists()).startsWith("CREATE TABLE IF NOT EXISTS `shop`");
  }

  @Test
  void clickHouseTakesEveryClause(TestDatabase database) {
    String odd = "odd `name` \\ 'x'";
    TableDefinition table =
        TableDefinition.builder(database.table(odd), "MergeTree")
            .column(odd, "Int64")
            .column("at", "DateTime")
            .column(ColumnDefinition.of("twice", "Int64").defaultTo("at::Int64 * 2").codec("LZ4"))
            .orderBy("toDate(at)")
            .orderByColumn(odd)
            .primaryKey("toDate(at)")
            .partitionBy("toYYYYMM(at)")
            .ttl("at + INTERVAL 1 YEAR")
            .setting("index_granularity", "1024")
            .comment("a\nb")
            .build();

    database.execute(table.create());
    database.execute(table.createIfNotExists());

    assertThat(
            database.rows(
                "SELECT concat(sorting_key, '|', primary_key, '|', partition_key, '|', comment)"
                    + " FROM system.tables WHERE database = currentDatabase() AND name LIKE 'odd%'"))
        .containsExactly("toDate(at), `odd \\`name\\` \\\\ 'x'`|(toDate(at))|toYYYYMM(at)|a\nb");
    assertThat(
            database.text(
                "SELECT engine_full FROM system.tables WHERE database = currentDatabase()"
                    + " AND name LIKE 'odd%'"))
        .contains("fsync_after_insert = 1", "index_granularity = 1024");
  }

  @Test
  void makesTablesWithoutAnOrder(TestDatabase database) {
    database.execute(
        TableDefinition.builder(database.table("heap"), "MergeTree")
            .column("a", "String")
            .build()
            .create());

    assertThat(database.text("SELECT count() FROM heap")).isEqualTo("0");
  }

  @Test
  void writesAndFeedsAMaterializedView(TestDatabase database) {
    database.execute("CREATE TABLE v_source (a Int64) ENGINE = MergeTree ORDER BY a");
    database.execute("CREATE TABLE v_target (a Int64) ENGINE = MergeTree ORDER BY a");
    MaterializedView view =
        new MaterializedView(
            database.table("view"),
            database.table("v_target"),
            "SELECT a * 2 AS a FROM v_source",
            "doubles");

    database.execute(view.create());
    database.execute("INSERT INTO v_source VALUES (21)");

    assertThat(database.text("SELECT a FROM v_target")).isEqualTo("42");
    assertThat(view.create())
        .isEqualTo(
            "CREATE MATERIALIZED VIEW `%s`.`view` TO `%s`.`v_target`\nAS SELECT a * 2 AS a FROM v_source\nCOMMENT 'doubles'"
                .formatted(database.name(), database.name()));
  }

  @Test
  void swapsRenamesEmptiesAndDropsTables(TestDatabase database) {
    ClickHouse clickHouse = database.clickHouse();
    TableName one = database.table("one");
    TableName other = database.table("other");
    database.execute("CREATE TABLE one (a Int64) ENGINE = MergeTree ORDER BY a");
    database.execute("CREATE TABLE other (a Int64) ENGINE = MergeTree ORDER BY a");
    database.execute("INSERT INTO one VALUES (1)");

    clickHouse.execute(Ddl.in(Layout.SINGLE).exchange(one, other));
    assertThat(database.text("SELECT a FROM other")).isEqualTo("1");

    clickHouse.execute(Ddl.in(Layout.SINGLE).rename(other, database.table("third")));
    clickHouse.execute(Ddl.in(Layout.SINGLE).comment(database.table("third"), "it's mine"));
    assertThat(
            database.text(
                "SELECT comment FROM system.tables WHERE database = currentDatabase() AND name ="
                    + " 'third'"))
        .isEqualTo("it's mine");

    clickHouse.execute(Ddl.in(Layout.SINGLE).truncate(database.table("third")));
    assertThat(database.text("SELECT count() FROM third")).isEqualTo("0");

    clickHouse.execute(Ddl.in(Layout.SINGLE).drop(one));
    clickHouse.execute(Ddl.in(Layout.SINGLE).drop(one));
    assertThat(database.text("EXISTS TABLE one")).isEqualTo("0");
  }

  @Test
  void refusesSettingsThatAreNoNames() {
    TableDefinition table =
        TableDefinition.builder(TableName.of("t"), "MergeTree").setting("a = 1, b", "2").build();

    assertThatThrownBy(table::create).isInstanceOf(IllegalArgumentException.class);
  }
}
