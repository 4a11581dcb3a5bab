package dev.nightjar.clickhouse.ddl;

/**
 * A cluster of one shard, whose replicas all get the same tables.
 *
 * @param name as {@code system.clusters} has it
 * @param path where Keeper keeps a table's state, with macros
 * @param replica a replica's name there, with macros
 */
public record Cluster(String name, String path, String replica) {
  /** ClickHouse's own {@code default_replica_path}. */
  public static final String DEFAULT_PATH = "/clickhouse/tables/{uuid}/{shard}";

  /** ClickHouse's own {@code default_replica_name}. */
  public static final String DEFAULT_REPLICA = "{replica}";

  /** A cluster whose tables stand at the usual path. */
  public static Cluster named(String name) {
    return new Cluster(name, DEFAULT_PATH, DEFAULT_REPLICA);
  }
}
