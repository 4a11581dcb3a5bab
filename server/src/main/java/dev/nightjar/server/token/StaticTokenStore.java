package dev.nightjar.server.token;

import dev.nightjar.server.http.Json;
import dev.nightjar.server.rights.Scope;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Static tokens in the state database: what they allow, and the hashes of their texts. */
final class StaticTokenStore {
  private static final RowMapper<StaticToken> ROW =
      (row, context) ->
          new StaticToken(
              row.getString("id"),
              row.getString("workspace_id"),
              row.getString("name"),
              row.getString("description"),
              row.getInt("generation"),
              scopes(row.getString("scopes")),
              scopes(row.getString("file_scopes")),
              Instant.ofEpochMilli(row.getLong("created_at")),
              Instant.ofEpochMilli(row.getLong("updated_at")));

  private StaticTokenStore() {}

  static List<StaticToken> all(Handle db) {
    return db.createQuery("SELECT * FROM static_token ORDER BY created_at, id").map(ROW).list();
  }

  static List<StaticToken> of(Handle db, String workspaceId) {
    return db.createQuery(
            "SELECT * FROM static_token WHERE workspace_id = :workspace ORDER BY created_at, id")
        .bind("workspace", workspaceId)
        .map(ROW)
        .list();
  }

  static Optional<StaticToken> byId(Handle db, String workspaceId, String id) {
    return db.createQuery("SELECT * FROM static_token WHERE workspace_id = :workspace AND id = :id")
        .bind("workspace", workspaceId)
        .bind("id", id)
        .map(ROW)
        .findOne();
  }

  static boolean isNamed(Handle db, String workspaceId, String name) {
    return db.createQuery(
                "SELECT count(*) FROM static_token WHERE workspace_id = :workspace AND name = :name")
            .bind("workspace", workspaceId)
            .bind("name", name)
            .mapTo(Long.class)
            .one()
        > 0;
  }

  static void insert(Handle db, StaticToken token, byte[] hash) {
    db.createUpdate(
            """
            INSERT INTO static_token
              (id, workspace_id, name, description, generation, hash, scopes, file_scopes,
               created_at, updated_at)
            VALUES (:id, :workspace, :name, :description, :generation, :hash, :scopes, :files,
               :created, :updated)
            """)
        .bind("id", token.id())
        .bind("workspace", token.workspaceId())
        .bind("name", token.name())
        .bind("description", token.description())
        .bind("generation", token.generation())
        .bind("hash", HexFormat.of().formatHex(hash))
        .bind("scopes", text(token.scopes()))
        .bind("files", text(token.fileScopes()))
        .bind("created", token.createdAt().toEpochMilli())
        .bind("updated", token.updatedAt().toEpochMilli())
        .execute();
  }

  static void update(Handle db, StaticToken token, byte[] hash) {
    db.createUpdate(
            """
            UPDATE static_token
            SET name = :name, description = :description, generation = :generation, hash = :hash,
              scopes = :scopes, file_scopes = :files, updated_at = :updated
            WHERE id = :id
            """)
        .bind("id", token.id())
        .bind("name", token.name())
        .bind("description", token.description())
        .bind("generation", token.generation())
        .bind("hash", HexFormat.of().formatHex(hash))
        .bind("scopes", text(token.scopes()))
        .bind("files", text(token.fileScopes()))
        .bind("updated", token.updatedAt().toEpochMilli())
        .execute();
  }

  static int delete(Handle db, StaticToken token) {
    return db.createUpdate("DELETE FROM static_token WHERE id = :id")
        .bind("id", token.id())
        .execute();
  }

  private static String text(List<Scope> scopes) {
    return Json.text(ScopeJson.of(scopes));
  }

  private static List<Scope> scopes(String text) {
    return ScopeJson.readAll(Json.parse(text));
  }
}
