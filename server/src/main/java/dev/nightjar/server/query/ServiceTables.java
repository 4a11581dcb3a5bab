package dev.nightjar.server.query;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.server.live.LiveSet;
import java.util.List;
import java.util.Optional;

/**
 * What the server tells of itself as tables of databases that there are not: {@code
 * tinybird.jobs_log}, {@code nightjar.mirrors}.
 */
@FunctionalInterface
public interface ServiceTables {
  /** Tells nothing. */
  ServiceTables NONE = (database, live, schema, table) -> Optional.empty();

  /**
   * The query that answers for a table: of a workspace's own rows, and made of nothing that a
   * request says.
   *
   * @param database the workspace's
   * @param live what is deployed there
   * @param schema {@code tinybird} or {@code nightjar}
   * @return empty where there is no such table
   */
  Optional<String> query(String database, LiveSet live, String schema, String table);

  /** The tables that there are, the same ones in every workspace. */
  default List<TableName> all() {
    return List.of();
  }
}
