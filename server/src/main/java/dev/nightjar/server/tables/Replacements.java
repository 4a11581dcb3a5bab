package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.ddl.Ddl;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.HttpProblem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Swaps tables with those that take their places. ClickHouse swaps one pair at a time; several are
 * written down before the first, so that what a crash leaves half done is finished at the next
 * start.
 */
public final class Replacements {
  private static final Logger LOG = LoggerFactory.getLogger(Replacements.class);

  private final ClickHouse clickHouse;
  private final StateDatabase state;

  /**
   * Replacements in one database.
   *
   * @param state remembers those that are under way
   */
  public Replacements(ClickHouse clickHouse, StateDatabase state) {
    this.clickHouse = clickHouse;
    this.state = state;
  }

  /**
   * Swaps tables, one after the other. When one cannot be swapped, those before it are swapped
   * back.
   *
   * @param sides what takes the place of each
   * @throws HttpProblem 503 when that cannot be done either; the message names the tables
   */
  void exchange(SequencedMap<TableName, TableName> sides) {
    if (sides.size() == 1) {
      sides.forEach(this::exchange);
      return;
    }
    Map<TableName, String> ids = new HashMap<>();
    sides.keySet().forEach(table -> ids.put(table, requireId(table)));
    String replacement = UUID.randomUUID().toString();
    remember(replacement, sides, ids);
    try {
      sides.forEach(this::exchange);
    } catch (ClickHouseException e) {
      Optional<HttpProblem> halfDone = exchangeBack(sides, ids, e);
      // nor is what is half done finished later: rows may have come in by then
      forget(replacement);
      if (halfDone.isPresent()) {
        throw halfDone.get();
      }
      throw e;
    }
    forget(replacement);
  }

  /** One pair that a server which is no more was about to swap. */
  private record Pending(TableName table, TableName side, String id) {}

  /**
   * Swaps what a crash has left unswapped. To be called before rows come in.
   *
   * @throws ClickHouseException when ClickHouse is away
   */
  public void finish() {
    Map<String, List<Pending>> left = new HashMap<>();
    state.transaction(db -> {
      db.createQuery("SELECT * FROM replacement ORDER BY replacement_id, position")
          .map((row, context) ->
              Map.entry(
                  row.getString("replacement_id"),
                  new Pending(
                      new TableName(row.getString("database_name"), row.getString("table_name")),
                      new TableName(row.getString("database_name"), row.getString("side_name")),
                      row.getString("table_uuid"))))
          .list()
          .forEach(each ->
              left.computeIfAbsent(each.getKey(), id -> new ArrayList<>()).add(each.getValue()));
      return left.size();
    });
    left.forEach(this::finish);
  }

  private void finish(String replacement, List<Pending> pairs) {
    List<String> tables = pairs.stream().map(pair -> pair.table().name()).toList();
    try {
      for (Pending pair : pairs) {
        if (id(pair.table()).filter(pair.id()::equals).isPresent()) {
          exchange(pair.table(), pair.side());
        }
      }
      LOG.warn(
          "a replacement of {} was cut off half way and is finished now",
          String.join(", ", tables));
    } catch (UnavailableException | OutcomeUnknownException e) {
      throw e;
    } catch (ClickHouseException e) {
      LOG.error(
          "a replacement of {} was cut off half way and cannot be finished: some hold the new rows and others the old ones. Replace the rows again to make them agree.",
          tables,
          LoggableError.of(e));
    }
    forget(replacement);
  }

  private void remember(
      String replacement, SequencedMap<TableName, TableName> sides, Map<TableName, String> ids) {
    state.transaction(db -> {
      int position = 0;
      for (Map.Entry<TableName, TableName> pair : sides.entrySet()) {
        db.createUpdate(
                """
                INSERT INTO replacement (replacement_id, position, database_name, table_name, side_name, table_uuid)
                VALUES (:replacement, :position, :database, :table, :side, :uuid)
                """)
            .bind("replacement", replacement)
            .bind("position", position++)
            .bind("database", pair.getKey().database())
            .bind("table", pair.getKey().name())
            .bind("side", pair.getValue().name())
            .bind("uuid", ids.get(pair.getKey()))
            .execute();
      }
      return position;
    });
  }

  private void forget(String replacement) {
    state.transaction(db ->
        db.createUpdate("DELETE FROM replacement WHERE replacement_id = :replacement")
            .bind("replacement", replacement)
            .execute());
  }

  /** What is to be told if that cannot be done. */
  private Optional<HttpProblem> exchangeBack(
      SequencedMap<TableName, TableName> sides,
      Map<TableName, String> ids,
      ClickHouseException cause) {
    List<String> swapped = new ArrayList<>(sides.keySet().stream().map(TableName::name).toList());
    try {
      for (TableName table : sides.sequencedKeySet().reversed()) {
        // also the one whose exchange failed: it may have been done in spite of that
        if (!requireId(table).equals(ids.get(table))) {
          exchange(table, sides.get(table));
        }
        swapped.remove(table.name());
      }
      return Optional.empty();
    } catch (ClickHouseException e) {
      cause.addSuppressed(e);
      LOG.error("A replacement ended half way, with {}", swapped, LoggableError.of(cause));
      return Optional.of(
          new HttpProblem(
              503,
              "The replacement ended half way: of the data sources "
                  + String.join(
                      ", ", sides.sequencedKeySet().stream().map(TableName::name).toList())
                  + " some may hold the new rows ("
                  + String.join(", ", swapped)
                  + ") and the others the old ones. Replace the rows again to make them agree.",
              Map.of()));
    }
  }

  private void exchange(TableName one, TableName other) {
    clickHouse.execute(Statement.of(Ddl.in(clickHouse.layout()).exchange(one, other)));
  }

  private String requireId(TableName table) {
    return id(table)
        .orElseThrow(() -> new IllegalStateException("the table " + table + " is not there"));
  }

  private Optional<String> id(TableName table) {
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
}
