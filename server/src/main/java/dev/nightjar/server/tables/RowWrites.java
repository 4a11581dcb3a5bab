package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Writes many rows to a table so that readers see all or none of them, as far as ClickHouse can:
 * they are put into a side table first. Whoever calls keeps deployments and other writers away.
 */
public final class RowWrites {
  private final ClickHouse clickHouse;
  private final SideTables sides;

  public RowWrites(ClickHouse clickHouse, StateDatabase state) {
    this.clickHouse = clickHouse;
    this.sides = new SideTables(clickHouse, state);
  }

  /** Tables that rows wait in. */
  public StagingTables staging() {
    return new StagingTables(clickHouse, sides);
  }

  /** Puts rows into a table. */
  public interface Filling {
    /**
     * @throws dev.nightjar.clickhouse.ClickHouseException when ClickHouse does not take them
     */
    void into(TableName table);
  }

  /**
   * Adds rows. Where no materialized view acts on the table, they come partition by partition, each
   * at once; else block by block (up to a million rows), since only an insert sets a view off.
   */
  public void append(Workspace workspace, LiveSet live, String datasource, Filling rows) {
    TableName table = new TableName(workspace.database(), datasource);
    if (ViewTargets.in(clickHouse, workspace.database(), live).feeds(datasource)) {
      rows.into(table);
      return;
    }
    TableName side = sides.make(table);
    dropped(
        List.of(side),
        () -> {
          rows.into(side);
          sides.attach(side, table);
        });
  }

  /**
   * Adds rows that a query makes: they are all there before the first of them comes into the table,
   * so that a query which fails half way adds none. Where a materialized view acts on the table,
   * they come block by block from then on.
   */
  public void appendWhole(Workspace workspace, LiveSet live, String datasource, Filling rows) {
    TableName table = new TableName(workspace.database(), datasource);
    boolean feeds = ViewTargets.in(clickHouse, workspace.database(), live).feeds(datasource);
    TableName side = sides.make(table);
    dropped(
        List.of(side),
        () -> {
          rows.into(side);
          if (feeds) {
            clickHouse.execute(
                Statement.of("INSERT INTO " + table.sql() + " SELECT * FROM " + side.sql())
                    .setting("insert_deduplicate", "0"));
          } else {
            sides.attach(side, table);
          }
        });
  }

  /**
   * Replaces all rows of a table, and with them those of every data source that materialized views
   * make of it. Each table changes at once; the tables change one right after the other.
   *
   * @param condition an expression that was checked: only rows that fulfil it are replaced, and of
   *     the new ones only those come in that do
   * @throws HttpProblem 409 where a view's target has rows of other tables too
   */
  public void replace(
      Workspace workspace,
      LiveSet live,
      String datasource,
      Optional<String> condition,
      Filling rows) {
    TableName table = new TableName(workspace.database(), datasource);
    ViewTargets views = ViewTargets.in(clickHouse, workspace.database(), live);
    List<String> reached = List.copyOf(views.reached(datasource));
    Map<TableName, TableName> swapped = new LinkedHashMap<>();
    List<TableName> made = new ArrayList<>();
    dropped(
        made,
        () -> {
          TableName side = sides.make(table);
          made.add(side);
          swapped.put(table, side);
          rows.into(side);
          if (condition.isPresent()) {
            TableName others = sides.make(table);
            made.add(others);
            sides.attach(table, others);
            sides.deleteRows(others, condition.get());
            sides.deleteRows(side, "NOT ifNull((" + condition.get() + "\n), 0)");
            sides.attach(others, side);
          }
          Map<String, String> instead = new HashMap<>();
          instead.put(datasource, "SELECT * FROM " + side.sql());
          for (String target : reached) {
            TableName before = new TableName(workspace.database(), target);
            TableName after = sides.make(before);
            made.add(after);
            swapped.put(before, after);
            for (PipeFile view : views.writing(target)) {
              fill(after, view.name(), views.query(view, instead), workspace);
            }
            instead.put(target, "SELECT * FROM " + after.sql());
          }
          sides.exchange(swapped);
        });
  }

  private void fill(TableName target, String view, String query, Workspace workspace) {
    String columns =
        clickHouse
            .rows(
                Query.builder(
                        "SELECT name FROM system.columns WHERE database = {database:String} AND table = {view:String} ORDER BY position")
                    .parameter("database", workspace.database())
                    .parameter("view", view)
                    .build())
            .list()
            .stream()
            .map(row -> Sql.identifier(row.string("name")))
            .collect(Collectors.joining(", "));
    clickHouse.execute(
        Statement.of(
                "INSERT INTO "
                    + target.sql()
                    + " ("
                    + columns
                    + ")\nSELECT "
                    + columns
                    + " FROM (\n"
                    + query
                    + "\n)")
            .in(workspace.database())
            .setting("insert_deduplicate", "0"));
  }

  /** Lets side tables go when the work is done, or has failed. */
  private void dropped(List<TableName> made, Runnable work) {
    try {
      work.run();
    } finally {
      made.forEach(sides::letGo);
    }
  }
}
