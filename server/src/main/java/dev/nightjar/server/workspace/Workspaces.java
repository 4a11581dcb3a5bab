package dev.nightjar.server.workspace;

import dev.nightjar.mirror.ledger.StateDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.mapper.RowMapper;

/** The workspaces that there are. */
public final class Workspaces {
  private static final RowMapper<Workspace> ROW =
      (row, context) ->
          new Workspace(
              row.getString("id"),
              row.getString("name").replaceFirst(".*/", ""),
              row.getString("database_name"),
              row.getBoolean("main"),
              Instant.ofEpochMilli(row.getLong("created_at")),
              Optional.ofNullable(row.getString("parent_id")),
              row.getString("name"));

  private final StateDatabase state;
  private final Clock clock;
  private final String databasePrefix;

  public Workspaces(StateDatabase state, Clock clock) {
    this(state, clock, "");
  }

  /**
   * @param databasePrefix what the names of databases that are made from now on begin with
   */
  public Workspaces(StateDatabase state, Clock clock, String databasePrefix) {
    this.state = state;
    this.clock = clock;
    this.databasePrefix = databasePrefix;
  }

  /** The main workspace; made with that name when there is none yet. */
  public Workspace main(String name) {
    return all().stream()
        .filter(Workspace::main)
        .findFirst()
        .orElseGet(() -> add(name, true, Optional.empty()));
  }

  /** All that are not {@link #leaving}, the main one first, then in the order of their making. */
  public List<Workspace> all() {
    return state.transaction(db ->
        db.createQuery(
                "SELECT * FROM workspace WHERE leaving = 0 ORDER BY main DESC, created_at, id")
            .map(ROW)
            .list());
  }

  /** Those that are deleted and still have something that is to be removed; branches first. */
  public List<Workspace> leaving() {
    return state.transaction(db ->
        db.createQuery(
                """
                SELECT * FROM workspace WHERE leaving = 1
                ORDER BY parent_id IS NULL, created_at, id
                """)
            .map(ROW)
            .list());
  }

  /**
   * From now on a workspace and its branches are not there, for this server and for every later
   * start; their names are free.
   *
   * @return they
   */
  public List<Workspace> leave(Workspace workspace) {
    List<Workspace> gone = new ArrayList<>(branches(workspace));
    gone.add(workspace);
    state.transaction(db -> {
      gone.forEach(each ->
          db.createUpdate("UPDATE workspace SET leaving = 1, name = id WHERE id = :id")
              .bind("id", each.id())
              .execute());
      return gone;
    });
    return gone;
  }

  public Optional<Workspace> byId(String id) {
    return all().stream().filter(workspace -> workspace.id().equals(id)).findFirst();
  }

  /** A workspace that is no branch. */
  public Optional<Workspace> byName(String name) {
    return all().stream()
        .filter(workspace -> !workspace.isBranch() && workspace.name().equals(name))
        .findFirst();
  }

  /** The branches of a workspace. */
  public List<Workspace> branches(Workspace parent) {
    return all().stream()
        .filter(workspace -> workspace.parent().equals(Optional.of(parent.id())))
        .toList();
  }

  public Workspace create(String name) {
    return add(name, false, Optional.empty());
  }

  /** Makes a branch of a workspace. */
  public Workspace branch(Workspace parent, String name) {
    return add(name, false, Optional.of(parent));
  }

  /** Forgets a workspace and all that is stored of it; its tables and mirrors are gone before. */
  public void delete(Workspace workspace) {
    state.transaction(db ->
        db.createUpdate("DELETE FROM workspace WHERE id = :id")
            .bind("id", workspace.id())
            .execute());
  }

  private Workspace add(String name, boolean main, Optional<Workspace> parent) {
    UUID id = UUID.randomUUID();
    Workspace workspace =
        new Workspace(
            id.toString(),
            name,
            databasePrefix + "w_" + id.toString().replace("-", ""),
            main,
            Instant.ofEpochMilli(clock.millis()),
            parent.map(Workspace::id),
            parent.map(of -> of.name() + "/" + name).orElse(name));
    state.transaction(db ->
        db.createUpdate(
                """
                INSERT INTO workspace (id, name, database_name, main, created_at, parent_id)
                VALUES (:id, :name, :database, :main, :created, :parent)
                """)
            .bind("id", workspace.id())
            .bind("name", workspace.fullName())
            .bind("parent", workspace.parent().orElse(null))
            .bind("database", workspace.database())
            .bind("main", main)
            .bind("created", workspace.createdAt().toEpochMilli())
            .execute());
    return workspace;
  }
}
