package dev.nightjar.clickhouse.ddl;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * How the tables of a ClickHouse stand: on one server, or on every replica of a cluster.
 *
 * @param cluster the cluster; none: one server
 * @param localDisks whether the tables are on disks of the servers, where fsync means something
 */
public record Layout(Optional<Cluster> cluster, boolean localDisks) {
  /** One server with its own disks. */
  public static final Layout SINGLE = new Layout(Optional.empty(), true);

  /** Of a table that is on one server only: how many inserts' tokens it remembers. */
  public static final String WINDOW = "non_replicated_deduplication_window";

  private static final String REPLICATED_WINDOW = "replicated_deduplication_window";
  private static final String REPLICATED_SECONDS = "replicated_deduplication_window_seconds";
  private static final String SEVEN_DAYS = "604800";
  private static final Set<String> FSYNC =
      Set.of(
          "fsync_after_insert",
          "fsync_part_directory",
          "min_rows_to_fsync_after_merge",
          "min_compressed_bytes_to_fsync_after_merge");

  /** What follows the name in a statement of definition; empty for one server. */
  public String onCluster() {
    return cluster.map(c -> " ON CLUSTER " + Sql.string(c.name())).orElse("");
  }

  /** A table as it is read in FROM, on all replicas: one that is behind hides nothing. */
  public String everywhere(TableName table) {
    return cluster
        .map(c -> "clusterAllReplicas(" + Sql.string(c.name()) + ", " + table.sql() + ")")
        .orElseGet(table::sql);
  }

  /** An engine of the MergeTree family, with its arguments, as it is here. */
  String engine(String engine) {
    if (cluster.isEmpty()) {
      return engine;
    }
    int bracket = engine.indexOf('(');
    String name = bracket < 0 ? engine : engine.substring(0, bracket);
    String arguments = bracket < 0 ? "" : engine.substring(bracket + 1, engine.length() - 1);
    return "Replicated"
        + name
        + "("
        + Sql.string(cluster.get().path())
        + ", "
        + Sql.string(cluster.get().replica())
        + (arguments.isEmpty() ? "" : ", " + arguments)
        + ")";
  }

  /** The settings of a table, as they are here. */
  SequencedMap<String, String> settings(SequencedMap<String, String> settings) {
    SequencedMap<String, String> here = new TreeMap<>(settings);
    if (!localDisks) {
      here.keySet().removeAll(FSYNC);
    }
    String window = here.get(WINDOW);
    if (cluster.isPresent() && window != null) {
      here.remove(WINDOW);
      here.put(REPLICATED_WINDOW, window);
      here.put(REPLICATED_SECONDS, SEVEN_DAYS);
    }
    return here;
  }
}
