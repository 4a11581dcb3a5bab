package dev.nightjar.server.live;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.workspace.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/** What is deployed, of all workspaces; kept in memory, so that no query waits for the database. */
public final class LiveSets {
  private final StateDatabase state;
  private final Map<String, LiveSet> sets = new ConcurrentHashMap<>();

  public LiveSets(StateDatabase state) {
    this.state = state;
  }

  public LiveSet of(Workspace workspace) {
    return sets.computeIfAbsent(workspace.id(), id -> LiveSet.of(load(id)));
  }

  /** What is deployed in the workspace that this one is a branch of. */
  public Optional<LiveSet> ofParent(Workspace branch) {
    return branch.parent().map(parent -> sets.computeIfAbsent(parent, id -> LiveSet.of(load(id))));
  }

  /** Writes another set in the caller's transaction; {@link #forget} it when that is committed. */
  public void replace(Handle db, Workspace workspace, List<LiveResource> resources) {
    db.createUpdate("DELETE FROM resource WHERE workspace_id = :workspace")
        .bind("workspace", workspace.id())
        .execute();
    for (LiveResource resource : resources) {
      db.createUpdate(
              """
              INSERT INTO resource (workspace_id, kind, name, id, path, content, uploaded, created_at, updated_at)
              VALUES (:workspace, :kind, :name, :id, :path, :content, :uploaded, :created, :updated)
              """)
          .bind("workspace", workspace.id())
          .bind("kind", resource.kind().name())
          .bind("name", resource.name())
          .bind("id", resource.id())
          .bind("path", resource.file().path())
          .bind("content", resource.file().text())
          .bind("uploaded", resource.uploaded())
          .bind("created", resource.createdAt().toEpochMilli())
          .bind("updated", resource.updatedAt().toEpochMilli())
          .execute();
    }
    // a pipe that comes back under its name is another one: it is not paused, and owes no run
    db.createUpdate(
            """
            DELETE FROM copy_schedule WHERE workspace_id = :workspace AND pipe NOT IN
            (SELECT name FROM resource WHERE workspace_id = :workspace AND kind = 'PIPE')
            """)
        .bind("workspace", workspace.id())
        .execute();
  }

  /** Reads a workspace's set anew at the next question. */
  public void forget(Workspace workspace) {
    sets.remove(workspace.id());
  }

  private List<LiveResource> load(String workspaceId) {
    return state.transaction(db ->
        db.createQuery("SELECT * FROM resource WHERE workspace_id = :workspace ORDER BY kind, name")
            .bind("workspace", workspaceId)
            .map((row, context) ->
                new LiveResource(
                    FileKind.valueOf(row.getString("kind")),
                    row.getString("name"),
                    row.getString("id"),
                    new SourceFile(row.getString("path"), row.getString("content")),
                    row.getBoolean("uploaded"),
                    Instant.ofEpochMilli(row.getLong("created_at")),
                    Instant.ofEpochMilli(row.getLong("updated_at"))))
            .list());
  }
}
