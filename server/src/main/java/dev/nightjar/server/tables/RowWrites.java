package dev.nightjar.server.tables;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes many rows to a table so that readers see all or none of them, as far as ClickHouse can:
 * they are put into a side table first. Whoever calls keeps deployments and other writers away.
 */
public final class RowWrites {
  private final ClickHouse clickHouse;
  private final SideTables sides;
  private final Replacements replacements;
  private final RowProvenance provenance;

  public RowWrites(ClickHouse clickHouse, StateDatabase state, RowProvenance provenance) {
    this.clickHouse = clickHouse;
    this.sides = new SideTables(clickHouse, state);
    this.replacements = new Replacements(clickHouse, state);
    this.provenance = provenance;
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
          sides.publish(side, table);
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
    provenance.comesByItself(id(live, datasource));
    List<TableName> made = new ArrayList<>();
    dropped(
        made,
        () -> {
          TableName all = madeForAll(table, made);
          rows.into(all);
          if (feeds) {
            PartlyStored.orNot(table, () -> sides.copy(all, table));
          } else {
            sides.publish(like(table, all, made), table);
          }
        });
  }

  /**
   * The data sources whose rows a replacement of one replaces, itself among them.
   *
   * @throws HttpProblem 409 where a view's target has rows of other tables too
   */
  public Set<String> replaced(Workspace workspace, LiveSet live, String datasource) {
    Set<String> all = new HashSet<>();
    all.add(datasource);
    all.addAll(ViewTargets.in(clickHouse, workspace.database(), live).reached(datasource));
    return all;
  }

  /**
   * Replaces all rows of a table, and with them those of every data source that materialized views
   * make of it: the tables of {@link #replaced}. Each table changes at once; the tables change one
   * right after the other.
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
    requireNothingLost(live, table, reached, condition);
    provenance.comesByItself(id(live, datasource));
    SequencedMap<TableName, TableName> swapped = new LinkedHashMap<>();
    List<TableName> made = new ArrayList<>();
    dropped(
        made,
        () -> {
          Map<String, String> instead = new HashMap<>();
          swapped.put(table, replacement(table, condition, rows, made, instead));
          for (String target : reached) {
            TableName before = new TableName(workspace.database(), target);
            TableName all = views.feeds(target) ? madeForAll(before, made) : made(before, made);
            for (PipeFile view : views.writing(target)) {
              fill(all, view.name(), views.query(view, instead), workspace);
            }
            instead.put(target, "SELECT * FROM " + all.sql());
            swapped.put(before, views.feeds(target) ? like(before, all, made) : all);
          }
          replacements.exchange(swapped);
        });
    if (condition.isEmpty()) {
      provenance.viewsMadeAnew(id(live, datasource));
    }
  }

  private void requireNothingLost(
      LiveSet live, TableName table, List<String> reached, Optional<String> condition) {
    for (String target : reached) {
      if (provenance.hasOwnRows(id(live, target))) {
        throw HttpProblem.conflict(
            "'"
                + table.name()
                + "' cannot be replaced: its rows go on to '"
                + target
                + "', which may hold rows that did not come from there (they were sent to it, copied, or left by a view that is no more), and those would be lost. If they need not be kept, truncate '"
                + target
                + "' first; else truncate '"
                + table.name()
                + "' and append.");
      }
    }
    if (condition.isPresent()
        && !reached.isEmpty()
        && (provenance.hasLostRows(id(live, table.name())) || !sides.keepsEachRow(table))) {
      throw HttpProblem.conflict(
          "'"
              + table.name()
              + "' cannot be replaced in part: its rows go on to "
              + reached.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "))
              + ", which would be made anew of the rows that '"
              + table.name()
              + "' holds now, and it does not hold all that came any more (some were deleted, or its engine merges or expires rows). Replace all of it, or append.");
    }
  }

  private static String id(LiveSet live, String datasource) {
    return live.find(FileKind.DATASOURCE, datasource)
        .map(LiveResource::id)
        .orElseThrow(() -> HttpProblem.notFound("There is no data source '" + datasource + "'."));
  }

  /**
   * Makes what a table is swapped with.
   *
   * @param instead gets the query of the rows as views see them
   */
  private TableName replacement(
      TableName table,
      Optional<String> condition,
      Filling rows,
      List<TableName> made,
      Map<String, String> instead) {
    TableName all = madeForAll(table, made);
    rows.into(all);
    if (condition.isEmpty()) {
      instead.put(table.name(), "SELECT * FROM " + all.sql());
      return like(table, all, made);
    }
    TableName others = made(table, made);
    sides.attach(table, others);
    sides.deleteRows(others, condition.get());
    sides.deleteRows(all, "NOT ifNull((" + condition.get() + "\n), 0)");
    TableName side = like(table, all, made);
    sides.attach(others, side);
    if (side.equals(all)) {
      instead.put(table.name(), "SELECT * FROM " + all.sql());
      return all;
    }
    instead.put(
        table.name(), "SELECT * FROM " + all.sql() + " UNION ALL SELECT * FROM " + others.sql());
    return side;
  }

  private TableName made(TableName like, List<TableName> made) {
    TableName side = sides.make(like);
    made.add(side);
    return side;
  }

  /** A side table in which all rows are still to be seen, and counted, whatever the engine. */
  private TableName madeForAll(TableName like, List<TableName> made) {
    TableName side = sides.keepsEachRow(like) ? sides.make(like) : sides.makePlain(like);
    made.add(side);
    return side;
  }

  /** A side table of a table's own engine with the same rows: the same one if it is. */
  private TableName like(TableName table, TableName all, List<TableName> made) {
    if (sides.keepsEachRow(table)) {
      return all;
    }
    TableName side = made(table, made);
    sides.copy(all, side);
    return side;
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
    clickHouse.executeUnlessInterrupted(
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
            .setting("insert_deduplicate", "0")
            .setting("max_execution_time", PartlyStored.LONGEST));
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
