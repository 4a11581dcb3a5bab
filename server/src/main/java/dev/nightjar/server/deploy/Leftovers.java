package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a deployment leaves behind: tables and mirrors that ended with it. They go after it is
 * stored; where the server died in between, at its next start, and a deployment that was not stored
 * is taken back there.
 */
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final StateDatabase state;
  private final ClickHouse clickHouse;
  private final PreparedTables prepared;

  Leftovers(StateDatabase state, ClickHouse clickHouse, PreparedTables prepared) {
    this.state = state;
    this.clickHouse = clickHouse;
    this.prepared = prepared;
  }

  /** Stores, with the deployment, which tables it has made useless. */
  void remember(Handle db, List<TableName> tables) {
    for (TableName table : tables) {
      db.createUpdate(
              "INSERT INTO replaced_table (database_name, name) VALUES (:database, :name) ON CONFLICT DO NOTHING")
          .bind("database", table.database())
          .bind("name", table.name())
          .execute();
    }
  }

  /** Stores that a table is of no use, before it is made. */
  void remember(TableName table) {
    state.transaction(db -> {
      remember(db, List.of(table));
      return table;
    });
  }

  /** Drops them. */
  void drop(List<TableName> tables) {
    for (TableName table : tables) {
      new Tables(clickHouse, table.database()).drop(table);
      state.transaction(db -> forget(db, table));
    }
  }

  /**
   * Makes a mirror wait, if it runs, until the deployment is stored or taken back.
   *
   * @return whether it ran
   */
  boolean hold(Mirrors mirrors, String id) {
    boolean running =
        mirrors
            .status(id)
            .filter(status ->
                switch (status.state()) {
                  case VALIDATING, EXPORTING, LOADING, LIVE, HEALING -> true;
                  case PAUSED, FAILED -> false;
                })
            .isPresent();
    if (running) {
      state.transaction(db ->
          db.createUpdate("INSERT INTO paused_mirror (id) VALUES (:id) ON CONFLICT DO NOTHING")
              .bind("id", id)
              .execute());
      mirrors.pause(id);
    }
    return running;
  }

  void forgetPaused(String mirror) {
    state.transaction(db ->
        db.createUpdate("DELETE FROM paused_mirror WHERE id = :id").bind("id", mirror).execute());
  }

  /**
   * Remembers that tables are being changed.
   *
   * @param created tables and views that are there only if the deployment is stored
   */
  void begin(Workspace workspace, List<TableName> created) {
    state.transaction(db -> {
      remember(db, created);
      return db.createUpdate("INSERT INTO rollout (workspace_id) VALUES (:id)")
          .bind("id", workspace.id())
          .execute();
    });
  }

  /** Remembers that they no longer are. */
  void end(Workspace workspace, List<TableName> created) {
    state.transaction(db -> end(db, workspace, created));
  }

  int end(Handle db, Workspace workspace, List<TableName> created) {
    created.forEach(table -> forget(db, table));
    return db.createUpdate("DELETE FROM rollout WHERE workspace_id = :id")
        .bind("id", workspace.id())
        .execute();
  }

  private static int forget(Handle db, TableName table) {
    return db.createUpdate(
            "DELETE FROM replaced_table WHERE database_name = :database AND name = :name")
        .bind("database", table.database())
        .bind("name", table.name())
        .execute();
  }

  /**
   * Before any mirror runs: drops what stored deployments have replaced, and takes back the tables
   * and views of those that a crash has cut off.
   */
  void takeBackTables(List<Workspace> workspaces, LiveSets liveSets) {
    drop(replaced());
    workspaces.forEach(workspace -> {
      takeBackUnfinished(workspace, liveSets);
      prepared.dropUnwantedTables(workspace);
    });
  }

  /**
   * Before a deployment of the workspace, by whoever keeps others from deploying it: what an
   * earlier one has left.
   *
   * @return whether there was anything
   */
  boolean settle(Workspace workspace, LiveSets liveSets, Mirrors mirrors) {
    List<TableName> replaced =
        replaced().stream().filter(t -> t.database().equals(workspace.database())).toList();
    Set<String> liveIds = ids(List.of(workspace), liveSets);
    prepared.of(workspace).forEach(beside -> liveIds.add(beside.id()));
    if (isUnfinished(workspace)) {
      // No row may come while views are away and tables are made what they were.
      liveIds.forEach(id -> hold(mirrors, id));
    }
    drop(replaced);
    boolean unfinished = takeBackUnfinished(workspace, liveSets);
    boolean resumed = resumePaused(mirrors, liveIds);
    // Those of others are theirs, even where nothing has them yet: their deployment may be going
    // on.
    Set<String> deployed = deployedIds();
    deployed.addAll(prepared.ids());
    mirrors.statuses().stream()
        .filter(status -> status.workspace().equals(workspace.fullName()))
        .map(MirrorStatus::id)
        .filter(id -> !deployed.contains(id))
        .forEach(mirrors::drop);
    prepared.dropUnwanted(workspace, mirrors);
    return unfinished || resumed || !replaced.isEmpty();
  }

  private boolean takeBackUnfinished(Workspace workspace, LiveSets liveSets) {
    boolean unfinished = isUnfinished(workspace);
    if (unfinished) {
      LOG.warn("taking back a deployment of {} that was cut off", workspace.name());
      takeBack(workspace, liveSets.of(workspace));
      end(workspace, List.of());
    }
    return unfinished;
  }

  private boolean isUnfinished(Workspace workspace) {
    return state.transaction(db ->
        db.createQuery("SELECT count(*) FROM rollout WHERE workspace_id = :id")
            .bind("id", workspace.id())
            .mapTo(Integer.class)
            .one())
        > 0;
  }

  private void takeBack(Workspace workspace, LiveSet live) {
    Tables tables = new Tables(clickHouse, workspace.database());
    Snapshots snapshots = new Snapshots(tables);
    for (String name : tables.existing()) {
      if (name.startsWith(Tables.ASIDE)) {
        TableName table = tables.named(name.substring(Tables.ASIDE.length()));
        tables.drop(table);
        tables.rename(tables.named(name), table);
      } else if (name.startsWith(Snapshots.TAKING)) {
        tables.drop(tables.named(name));
      } else if (name.startsWith(Snapshots.BEFORE)) {
        snapshots.putBack(tables.named(name.substring(Snapshots.BEFORE.length())));
      }
    }
    prepared.all(workspace).forEach(beside -> prepared.swapOut(workspace, beside));
    for (Views.View view : Planner.liveViews(live).downstreamFirst()) {
      tables.drop(tables.named(view.pipe()));
      tables.create(view.definition(workspace.database()));
    }
  }

  /**
   * Once the mirrors are there: ends those that no live data source has, and lets go on those that
   * a deployment held.
   */
  void takeBackMirrors(Mirrors mirrors, List<Workspace> workspaces, LiveSets liveSets) {
    Set<String> liveIds = ids(workspaces, liveSets);
    liveIds.addAll(prepared.ids());
    resumePaused(mirrors, liveIds);
    pausedMirrors().forEach(this::forgetPaused);
    mirrors.statuses().stream()
        .map(MirrorStatus::id)
        .filter(id -> !liveIds.contains(id))
        .forEach(mirrors::drop);
  }

  private boolean resumePaused(Mirrors mirrors, Set<String> ids) {
    boolean any = false;
    for (String id : pausedMirrors()) {
      if (ids.contains(id)) {
        if (mirrors.status(id).isPresent()) {
          mirrors.resume(id);
        }
        forgetPaused(id);
        any = true;
      }
    }
    return any;
  }

  private static Set<String> ids(List<Workspace> workspaces, LiveSets liveSets) {
    return workspaces.stream()
        .flatMap(workspace -> liveSets.of(workspace).resources().stream())
        .filter(resource -> resource.kind() == FileKind.DATASOURCE)
        .map(LiveResource::id)
        .collect(Collectors.toSet());
  }

  /** The ids of all that is deployed anywhere. */
  private Set<String> deployedIds() {
    return state.transaction(
        db -> db.createQuery("SELECT id FROM resource").mapTo(String.class).set());
  }

  private List<TableName> replaced() {
    return state.transaction(db ->
        db.createQuery("SELECT database_name, name FROM replaced_table ORDER BY rowid")
            .map((row, context) ->
                new TableName(row.getString("database_name"), row.getString("name")))
            .list());
  }

  private List<String> pausedMirrors() {
    return state.transaction(
        db -> db.createQuery("SELECT id FROM paused_mirror").mapTo(String.class).list());
  }
}
