package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The tables that stand beside. Each belongs to a deployment: when that one is no more, the table
 * goes, and its mirror ends. One is written down before it is made, and put in its place before
 * that is stored; after a crash, ClickHouse's own ids of the tables tell how far that was.
 */
final class PreparedTables {
  private static final RowMapper<Prepared> ROW =
      (row, context) ->
          new Prepared(
              row.getString("id"),
              row.getString("datasource"),
              new SourceFile(row.getString("path"), row.getString("content")),
              Optional.ofNullable(row.getString("table_uuid")),
              Optional.ofNullable(row.getString("quarantine_uuid")));

  private static final String WANTED =
      "EXISTS (SELECT 1 FROM deployment d WHERE d.workspace_id = prepared.workspace_id"
          + " AND d.number = prepared.deployment AND d.status = 'DATA_READY')";

  private final StateDatabase state;
  private final ClickHouse clickHouse;

  /** Those whose deployment is not stored yet. */
  private final Set<String> beingMade = ConcurrentHashMap.newKeySet();

  PreparedTables(StateDatabase state, ClickHouse clickHouse) {
    this.state = state;
    this.clickHouse = clickHouse;
  }

  /** Those of a workspace that a deployment waits for. */
  List<Prepared> of(Workspace workspace) {
    return state.transaction(db ->
        db.createQuery("SELECT * FROM prepared WHERE workspace_id = :workspace AND " + WANTED)
            .bind("workspace", workspace.id())
            .map(ROW)
            .list());
  }

  /** The ids of all that a deployment waits for, and of those that are being made for one. */
  Set<String> ids() {
    Set<String> ids =
        state.transaction(db ->
            db.createQuery("SELECT id FROM prepared WHERE " + WANTED).mapTo(String.class).set());
    ids.addAll(beingMade);
    return ids;
  }

  /** Writes one down that is about to be made. */
  void begin(Workspace workspace, long deployment, Prepared prepared) {
    beingMade.add(prepared.id());
    state.transaction(db ->
        db.createUpdate(
                """
                INSERT INTO prepared (id, workspace_id, deployment, datasource, path, content)
                VALUES (:id, :workspace, :deployment, :datasource, :path, :content)
                """)
            .bind("id", prepared.id())
            .bind("workspace", workspace.id())
            .bind("deployment", deployment)
            .bind("datasource", prepared.datasource())
            .bind("path", prepared.file().path())
            .bind("content", prepared.file().text())
            .execute());
  }

  /** Its tables stand. */
  void stands(Workspace workspace, Prepared prepared) {
    Tables tables = tables(workspace);
    List<Optional<String>> uuids =
        prepared.places(workspace).stream().map(place -> tables.uuid(place.beside())).toList();
    state.transaction(db ->
        db.createUpdate(
                "UPDATE prepared SET table_uuid = :table, quarantine_uuid = :quarantine WHERE id = :id")
            .bind("table", uuids.getFirst())
            .bind("quarantine", uuids.getLast())
            .bind("id", prepared.id())
            .execute());
  }

  /** The deployment that some were made for is stored, or will never be. */
  void made(List<String> ids) {
    beingMade.removeAll(ids);
  }

  /** Makes some belong to another deployment. */
  void keep(Handle db, List<String> ids, long deployment) {
    for (String id : ids) {
      db.createUpdate("UPDATE prepared SET deployment = :deployment WHERE id = :id")
          .bind("deployment", deployment)
          .bind("id", id)
          .execute();
    }
  }

  /** Stores that one is in its place, and that its mirror writes there. */
  void inPlace(Handle db, Workspace workspace, Mirrors mirrors, Prepared prepared) {
    TableName place = prepared.places(workspace).getFirst().place();
    mirrors.tableRenamed(db, prepared.id(), place);
    db.createUpdate("DELETE FROM prepared WHERE id = :id").bind("id", prepared.id()).execute();
  }

  /**
   * Puts the tables of one in their places; what stands there takes the places beside. Nobody may
   * write into either.
   */
  void swapIn(Workspace workspace, Prepared prepared) {
    Tables tables = tables(workspace);
    for (Prepared.Place pair : prepared.places(workspace)) {
      if (pair.uuid().isPresent() && !tables.uuid(pair.place()).equals(pair.uuid())) {
        tables.swap(pair.beside(), pair.place());
      }
    }
  }

  /** Takes back what {@link #swapIn} has done, however far it came. */
  void swapOut(Workspace workspace, Prepared prepared) {
    Tables tables = tables(workspace);
    for (Prepared.Place pair : prepared.places(workspace).reversed()) {
      if (pair.uuid().isPresent() && tables.uuid(pair.place()).equals(pair.uuid())) {
        tables.swap(pair.place(), pair.beside());
      }
    }
  }

  /** Drops the tables of those that no deployment waits for; their mirrors must not run. */
  void dropUnwantedTables(Workspace workspace) {
    Tables tables = tables(workspace);
    for (Prepared prepared : unwanted(workspace)) {
      prepared.places(workspace).forEach(place -> tables.drop(place.beside()));
      state.transaction(db ->
          db.createUpdate("DELETE FROM prepared WHERE id = :id")
              .bind("id", prepared.id())
              .execute());
    }
  }

  /** Ends the mirrors of those that no deployment waits for, and drops their tables. */
  void dropUnwanted(Workspace workspace, Mirrors mirrors) {
    unwanted(workspace).forEach(prepared -> mirrors.drop(prepared.id()));
    dropUnwantedTables(workspace);
  }

  private List<Prepared> unwanted(Workspace workspace) {
    Set<String> wanted = of(workspace).stream().map(Prepared::id).collect(Collectors.toSet());
    List<Prepared> all = new ArrayList<>(all(workspace));
    all.removeIf(each -> wanted.contains(each.id()) || beingMade.contains(each.id()));
    return all;
  }

  /** All of a workspace. */
  List<Prepared> all(Workspace workspace) {
    return state.transaction(db ->
        db.createQuery("SELECT * FROM prepared WHERE workspace_id = :workspace")
            .bind("workspace", workspace.id())
            .map(ROW)
            .list());
  }

  private Tables tables(Workspace workspace) {
    return new Tables(clickHouse, workspace.database());
  }
}
