package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.server.query.ErrorText;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Puts partitions of one workspace's data sources into those of another: ClickHouse links their
 * parts and writes no row again. Views do not see the rows.
 */
public final class PartitionCopies {
  private final ClickHouse clickHouse;

  public PartitionCopies(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** Which partitions of a data source. */
  public enum Which {
    /** The one that was written last, by an insert or by a merge. */
    LAST,
    ALL
  }

  /**
   * What became of a partition.
   *
   * @param partition its value, as ClickHouse writes it: {@code 202601}; {@code tuple()} where the
   *     table has one partition only
   * @param error why it was not put there; empty: it was
   */
  public record Copied(String partition, Optional<String> error) {}

  /** Puts those of a data source that both have; none where it has no rows. */
  public List<Copied> copy(Workspace from, Workspace to, String datasource, Which which) {
    TableName source = new TableName(from.database(), datasource);
    TableName target = new TableName(to.database(), datasource);
    return clickHouse
        .rows(
            Query.builder(
                    """
                    SELECT partition_id, any(partition) AS value FROM system.parts
                    WHERE active AND database = {database:String} AND table = {table:String}
                    GROUP BY partition_id
                    ORDER BY max(modification_time) DESC, max(max_block_number) DESC\
                    """
                        + (which == Which.LAST ? " LIMIT 1" : ""))
                .parameter("database", source.database())
                .parameter("table", source.name())
                .build())
        .list()
        .stream()
        .map(row ->
            new Copied(row.string("value"), copy(row.string("partition_id"), source, target)))
        .toList();
  }

  private Optional<String> copy(String partition, TableName from, TableName to) {
    try {
      clickHouse.execute(
          Statement.of(
              "ALTER TABLE "
                  + to.sql()
                  + " REPLACE PARTITION ID "
                  + Sql.string(partition)
                  + " FROM "
                  + from.sql()));
      return Optional.empty();
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      return Optional.of(ErrorText.of(e, Set.of(from.database(), to.database())));
    }
  }
}
