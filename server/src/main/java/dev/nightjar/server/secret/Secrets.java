package dev.nightjar.server.secret;

import dev.nightjar.mirror.ledger.StateDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The secrets of all workspaces. Values come out only through {@link #value}, for the server's own
 * use.
 */
public final class Secrets {
  private final StateDatabase state;
  private final SecretCipher cipher;
  private final Clock clock;

  public Secrets(StateDatabase state, ServerKey key, Clock clock) {
    this.state = state;
    this.cipher = new SecretCipher(key);
    this.clock = clock;
  }

  /** What may be told of a secret. */
  public record Secret(String name, Instant createdAt, Instant updatedAt) {}

  /** Those of a workspace; of a branch its own, and those of its workspace that it has not. */
  public List<Secret> list(String workspaceId) {
    return state.transaction(db ->
        db.createQuery(
                """
                SELECT name, created_at, updated_at FROM secret WHERE workspace_id = :workspace
                UNION ALL
                SELECT name, created_at, updated_at FROM secret
                WHERE workspace_id = (SELECT parent_id FROM workspace WHERE id = :workspace)
                AND name NOT IN (SELECT name FROM secret WHERE workspace_id = :workspace)
                ORDER BY name
                """)
            .bind("workspace", workspaceId)
            .map((row, context) ->
                new Secret(
                    row.getString("name"),
                    Instant.ofEpochMilli(row.getLong("created_at")),
                    Instant.ofEpochMilli(row.getLong("updated_at"))))
            .list());
  }

  public Optional<Secret> find(String workspaceId, String name) {
    return list(workspaceId).stream().filter(secret -> secret.name().equals(name)).findFirst();
  }

  /** The value, for the server's own use; a branch has its workspace's. */
  public Optional<String> value(String workspaceId, String name) {
    return state.transaction(db -> inherited(db, workspaceId, name));
  }

  /** Sets a secret; the same value again changes nothing at all, not even its time. */
  public void set(String workspaceId, String name, String value) {
    state.transaction(db -> {
      Optional<String> present = inherited(db, workspaceId, name);
      if (present.filter(value::equals).isEmpty()) {
        db.createUpdate(
                """
                INSERT INTO secret (workspace_id, name, sealed, created_at, updated_at)
                VALUES (:workspace, :name, :sealed, :now, :now)
                ON CONFLICT (workspace_id, name)
                DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at
                """)
            .bind("workspace", workspaceId)
            .bind("name", name)
            .bind("sealed", cipher.encrypt(owner(workspaceId, name), value))
            .bind("now", clock.millis())
            .execute();
      }
      return present;
    });
  }

  /** Whether there was one to delete; what a branch has of its workspace is not its own. */
  public boolean delete(String workspaceId, String name) {
    return state.transaction(db ->
        db.createUpdate("DELETE FROM secret WHERE workspace_id = :workspace AND name = :name")
            .bind("workspace", workspaceId)
            .bind("name", name)
            .execute())
        > 0;
  }

  private Optional<String> inherited(Handle db, String workspaceId, String name) {
    return read(db, workspaceId, name)
        .or(() ->
            db.createQuery(
                    "SELECT parent_id FROM workspace WHERE id = :id AND parent_id IS NOT NULL")
                .bind("id", workspaceId)
                .mapTo(String.class)
                .findOne()
                .flatMap(parent -> read(db, parent, name)));
  }

  private Optional<String> read(Handle db, String workspaceId, String name) {
    return db.createQuery(
            "SELECT sealed FROM secret WHERE workspace_id = :workspace AND name = :name")
        .bind("workspace", workspaceId)
        .bind("name", name)
        .mapTo(byte[].class)
        .findOne()
        .map(sealed -> cipher.decrypt(owner(workspaceId, name), sealed));
  }

  private static String owner(String workspaceId, String name) {
    return workspaceId + "/" + name;
  }
}
