package dev.nightjar.clickhouse.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.TableName;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statements for a cluster, as text: libchdb has neither clusters nor Replicated engines. */
class LayoutTest {
  private static final TableName TABLE = new TableName("shop", "orders");
  private static final Layout CLUSTER = new Layout(Optional.of(Cluster.named("all's well")), true);

  @Test
  void createsReplicatedTables() {
    TableDefinition table =
        TableDefinition.builder(TABLE, "ReplacingMergeTree(`_version`, `_is_deleted`)")
            .column("id", "String")
            .orderByColumn("id")
            .setting(Layout.WINDOW, "10000")
            .build();

    assertThat(table.createIfNotExists(CLUSTER))
        .isEqualTo(
            """
            CREATE TABLE IF NOT EXISTS `shop`.`orders` ON CLUSTER 'all\\'s well'
            (
              `id` String
            )
            ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}', `_version`, `_is_deleted`)
            ORDER BY (`id`)
            SETTINGS fsync_after_insert = 1, fsync_part_directory = 1, min_compressed_bytes_to_fsync_after_merge = 1, min_rows_to_fsync_after_merge = 1, replicated_deduplication_window = 10000, replicated_deduplication_window_seconds = 604800\
            """);
  }

  @Test
  void takesThePathOfTheConfiguration() {
    Layout layout =
        new Layout(Optional.of(new Cluster("c", "/nightjar/{database}/{table}", "{host}")), true);

    assertThat(
            TableDefinition.builder(TABLE, "MergeTree")
                .column("id", "String")
                .build()
                .create(layout))
        .contains("ENGINE = ReplicatedMergeTree('/nightjar/{database}/{table}', '{host}')\n");
  }

  @Test
  void asksForNoFsyncWhereTheDisksAreNoneOfTheServers() {
    TableDefinition table =
        TableDefinition.builder(TABLE, "MergeTree").column("id", "String").build();

    assertThat(table.create(new Layout(Optional.empty(), false)))
        .endsWith("ENGINE = MergeTree\nORDER BY tuple()");
  }

  @Test
  void definesOnTheWholeCluster() {
    TableName other = new TableName("shop", "other");
    Ddl ddl = Ddl.in(CLUSTER);
    String on = " ON CLUSTER 'all\\'s well'";

    assertThat(MaterializedView.of(TABLE, other, "SELECT 1").create(CLUSTER))
        .isEqualTo(
            "CREATE MATERIALIZED VIEW `shop`.`orders`" + on + " TO `shop`.`other`\nAS SELECT 1");
    assertThat(ddl.drop(TABLE)).isEqualTo("DROP TABLE IF EXISTS `shop`.`orders`" + on + " SYNC");
    assertThat(ddl.syncReplicas(TABLE))
        .isEqualTo("SYSTEM SYNC REPLICA" + on + " `shop`.`orders` LIGHTWEIGHT");
    assertThat(ddl.exchange(TABLE, other))
        .isEqualTo("EXCHANGE TABLES `shop`.`orders` AND `shop`.`other`" + on);
    assertThat(ddl.rename(TABLE, other))
        .isEqualTo("RENAME TABLE `shop`.`orders` TO `shop`.`other`" + on);
    assertThat(ddl.truncate(TABLE)).isEqualTo("TRUNCATE TABLE `shop`.`orders`" + on + " SYNC");
    assertThat(ddl.alter(TABLE, "DROP COLUMN `a`"))
        .isEqualTo("ALTER TABLE `shop`.`orders`" + on + " DROP COLUMN `a`");
    assertThat(ddl.modifySetting(TABLE, Layout.WINDOW, "0"))
        .isEqualTo(
            "ALTER TABLE `shop`.`orders`"
                + on
                + " MODIFY SETTING replicated_deduplication_window = 0,"
                + " replicated_deduplication_window_seconds = 604800");
    assertThat(ddl.createDatabase("shop")).isEqualTo("CREATE DATABASE IF NOT EXISTS `shop`" + on);
    assertThat(ddl.dropDatabase("shop")).isEqualTo("DROP DATABASE IF EXISTS `shop`" + on + " SYNC");
  }

  @Test
  void readsEveryReplica() {
    assertThat(CLUSTER.everywhere(TABLE))
        .isEqualTo("clusterAllReplicas('all\\'s well', `shop`.`orders`)");
    assertThat(Layout.SINGLE.everywhere(TABLE)).isEqualTo("`shop`.`orders`");
  }
}
