package dev.nightjar.server.live;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Optional;

/** The names that clients put on data sources and pipes; nothing else follows from them. */
public final class Tags {
  private final StateDatabase state;

  public Tags(StateDatabase state) {
    this.state = state;
  }

  /**
   * One of them.
   *
   * @param resources what it is on: a JSON array of objects, as the client wrote it
   */
  public record Tag(String name, String resources) {}

  /** Those of a workspace, by name. */
  public List<Tag> list(Workspace workspace) {
    return state.transaction(db ->
        db.createQuery("SELECT name, resources FROM tag WHERE workspace_id = :id ORDER BY name")
            .bind("id", workspace.id())
            .map((row, context) -> new Tag(row.getString("name"), row.getString("resources")))
            .list());
  }

  public Optional<Tag> find(Workspace workspace, String name) {
    return list(workspace).stream().filter(tag -> tag.name().equals(name)).findFirst();
  }

  /** Makes it, or puts it on other resources. */
  public void set(Workspace workspace, Tag tag) {
    state.transaction(db ->
        db.createUpdate(
                """
                INSERT INTO tag (workspace_id, name, resources) VALUES (:id, :name, :resources)
                ON CONFLICT (workspace_id, name) DO UPDATE SET resources = excluded.resources
                """)
            .bind("id", workspace.id())
            .bind("name", tag.name())
            .bind("resources", tag.resources())
            .execute());
  }

  public void delete(Workspace workspace, String name) {
    state.transaction(db ->
        db.createUpdate("DELETE FROM tag WHERE workspace_id = :id AND name = :name")
            .bind("id", workspace.id())
            .bind("name", name)
            .execute());
  }
}
