package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.clickhouse.ddl.TableDefinition;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tables beside others, of the same definition, that nobody reads. They are written down before
 * they are made: those that a crash left are dropped before the next one is made.
 */
final class SideTables {
  private static final Logger LOG = LoggerFactory.getLogger(SideTables.class);

  private final ClickHouse clickHouse;
  private final StateDatabase state;
  private final Set<TableName> inUse = ConcurrentHashMap.newKeySet();
  private boolean leftoversAreGone;

  SideTables(ClickHouse clickHouse, StateDatabase state) {
    this.clickHouse = clickHouse;
    this.state = state;
  }

  /** Makes an empty one. */
  TableName make(TableName like) {
    TableName side = unused(like.database());
    remember(side);
    execute("CREATE TABLE " + side.sql() + clickHouse.layout().onCluster() + " AS " + like.sql());
    return side;
  }

  /** Makes an empty one of the same columns that keeps each row as it comes. */
  TableName makePlain(TableName like) {
    TableName side = unused(like.database());
    remember(side);
    execute(Ddl.in(clickHouse.layout()).createPlain(side, like));
    return side;
  }

  /** Whether a table keeps each row as it comes: none is merged with others, none expires. */
  boolean keepsEachRow(TableName table) {
    return clickHouse
            .rows(
                Query.builder(
                        "SELECT engine IN ('MergeTree', 'ReplicatedMergeTree')"
                            + " AND position(engine_full, ' TTL ') = 0 AS keeps FROM system.tables"
                            + " WHERE database = {database:String} AND name = {table:String}")
                    .parameter("database", table.database())
                    .parameter("table", table.name())
                    .build())
            .single()
            .number("keeps")
        != 0;
  }

  /**
   * Puts the rows of one table into another too; its views see them. An interrupt ends it, with
   * some of them there.
   */
  void copy(TableName from, TableName to) {
    clickHouse.executeUnlessInterrupted(
        Statement.of("INSERT INTO " + to.sql() + " SELECT * FROM " + from.sql())
            .setting("insert_deduplicate", "0")
            .setting("max_execution_time", PartlyStored.LONGEST));
  }

  /** Makes one of another definition, whose name is {@link #unused}. */
  void make(TableDefinition table) {
    remember(table.name());
    execute(table.create(clickHouse.layout()));
  }

  /** A name for one. */
  TableName unused(String database) {
    return new TableName(database, "nightjar-side-" + UUID.randomUUID());
  }

  private void remember(TableName side) {
    dropLeftovers();
    inUse.add(side);
    state.transaction(db ->
        db.createUpdate("INSERT INTO side_table (database_name, name) VALUES (:database, :name)")
            .bind("database", side.database())
            .bind("name", side.name())
            .execute());
  }

  /**
   * Drops one whose rows are where they belong, or are given up. What came of the rows does not
   * hang on it: one that cannot be dropped now is dropped before another is made.
   */
  void letGo(TableName side) {
    try {
      drop(side);
    } catch (ClickHouseException | StateUnavailableException e) {
      LOG.warn(
          "The table {} is not needed any more and could not be dropped. It is tried again before the next import or copy.",
          side,
          LoggableError.of(e));
      synchronized (this) {
        leftoversAreGone = false;
      }
    } finally {
      inUse.remove(side);
    }
  }

  private void drop(TableName side) {
    execute(Ddl.in(clickHouse.layout()).drop(side));
    state.transaction(db ->
        db.createUpdate("DELETE FROM side_table WHERE database_name = :database AND name = :name")
            .bind("database", side.database())
            .bind("name", side.name())
            .execute());
  }

  /** Puts the parts of one table into another too; each partition comes at once. */
  void attach(TableName from, TableName to) {
    partitions(from).forEach(partition -> attach(partition, from, to));
  }

  /**
   * The same for a table that is read.
   *
   * @throws dev.nightjar.server.http.HttpProblem when it fails behind the first partition
   */
  void publish(TableName from, TableName to) {
    boolean begun = false;
    for (String partition : partitions(from)) {
      try {
        attach(partition, from, to);
      } catch (ClickHouseException e) {
        throw begun ? PartlyStored.behindAPartition(to, e) : e;
      }
      begun = true;
    }
  }

  private List<String> partitions(TableName table) {
    return clickHouse
        .rows(
            Query.builder(
                    "SELECT DISTINCT partition_id FROM system.parts"
                        + " WHERE active AND database = {database:String} AND table = {table:String}")
                .parameter("database", table.database())
                .parameter("table", table.name())
                .build())
        .list()
        .stream()
        .map((Row part) -> part.string("partition_id"))
        .toList();
  }

  private void attach(String partition, TableName from, TableName to) {
    execute(
        "ALTER TABLE "
            + to.sql()
            + " ATTACH PARTITION ID "
            + Sql.string(partition)
            + " FROM "
            + from.sql());
  }

  /** Deletes rows, and waits until they are gone. */
  void deleteRows(TableName table, String condition) {
    clickHouse.execute(
        Statement.of(Ddl.in(clickHouse.layout()).alter(table, "DELETE WHERE (" + condition + "\n)"))
            .in(table.database())
            .setting("mutations_sync", "2"));
  }

  private synchronized void dropLeftovers() {
    if (leftoversAreGone) {
      return;
    }
    List<TableName> left =
        state.transaction(db ->
            db.createQuery("SELECT database_name, name FROM side_table")
                .map((row, context) ->
                    new TableName(row.getString("database_name"), row.getString("name")))
                .list());
    left.stream().filter(side -> !inUse.contains(side)).forEach(this::drop);
    leftoversAreGone = true;
  }

  private void execute(String sql) {
    clickHouse.execute(Statement.of(sql));
  }
}
