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

  Leftovers(StateDatabase state, ClickHouse clickHouse) {
    this.state = state;
    this.clickHouse = clickHouse;
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

  /** Drops them. */
  void drop(List<TableName> tables) {
    for (TableName table : tables) {
      new Tables(clickHouse, table.database()).drop(table);
      state.transaction(db ->
          db.createUpdate(
                  "DELETE FROM replaced_table WHERE database_name = :database AND name = :name")
              .bind("database", table.database())
              .bind("name", table.name())
              .execute());
    }
  }

  void rememberPaused(String mirror) {
    state.transaction(db ->
        db.createUpdate("INSERT INTO paused_mirror (id) VALUES (:id) ON CONFLICT DO NOTHING")
            .bind("id", mirror)
            .execute());
  }

  void forgetPaused(String mirror) {
    state.transaction(db ->
        db.createUpdate("DELETE FROM paused_mirror WHERE id = :id").bind("id", mirror).execute());
  }

  /** Remembers that tables are being changed. */
  void begin(Workspace workspace) {
    state.transaction(db ->
        db.createUpdate("INSERT INTO rollout (workspace_id) VALUES (:id) ON CONFLICT DO NOTHING")
            .bind("id", workspace.id())
            .execute());
  }

  /** Remembers that they no longer are. */
  void end(Workspace workspace) {
    state.transaction(db -> end(db, workspace));
  }

  int end(Handle db, Workspace workspace) {
    return db.createUpdate("DELETE FROM rollout WHERE workspace_id = :id")
        .bind("id", workspace.id())
        .execute();
  }

  /**
   * Before any mirror runs: takes back the tables and views of deployments that a crash has cut
   * off.
   */
  void takeBackTables(List<Workspace> workspaces, LiveSets liveSets) {
    drop(replaced());
    List<String> unfinished =
        state.transaction(
            db -> db.createQuery("SELECT workspace_id FROM rollout").mapTo(String.class).list());
    for (Workspace workspace : workspaces) {
      if (unfinished.contains(workspace.id())) {
        LOG.warn("taking back a deployment of {} that was cut off", workspace.name());
        takeBack(workspace, liveSets.of(workspace));
        end(workspace);
      }
    }
  }

  private void takeBack(Workspace workspace, LiveSet live) {
    Tables tables = new Tables(clickHouse, workspace.database());
    for (String name : tables.existing()) {
      if (name.startsWith(Tables.ASIDE)) {
        TableName table = tables.named(name.substring(Tables.ASIDE.length()));
        tables.drop(table);
        tables.rename(tables.named(name), table);
      }
    }
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
    Set<String> liveIds =
        workspaces.stream()
            .flatMap(workspace -> liveSets.of(workspace).resources().stream())
            .filter(resource -> resource.kind() == FileKind.DATASOURCE)
            .map(LiveResource::id)
            .collect(Collectors.toSet());
    for (String id : pausedMirrors()) {
      if (liveIds.contains(id) && mirrors.status(id).isPresent()) {
        mirrors.resume(id);
      }
      forgetPaused(id);
    }
    mirrors.statuses().stream()
        .map(MirrorStatus::id)
        .filter(id -> !liveIds.contains(id))
        .forEach(mirrors::drop);
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
