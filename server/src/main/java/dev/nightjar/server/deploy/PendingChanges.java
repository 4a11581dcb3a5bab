package dev.nightjar.server.deploy;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.workspace.Workspace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** The change that waits in each workspace, if one does. */
final class PendingChanges {
  private final StateDatabase state;

  PendingChanges(StateDatabase state) {
    this.state = state;
  }

  Optional<PendingChange> find(Workspace workspace) {
    return state.transaction(db ->
        db.createQuery("SELECT * FROM pending_change WHERE workspace_id = :workspace")
            .bind("workspace", workspace.id())
            .map((row, context) ->
                read(
                    row.getLong("deployment"),
                    Json.parse(row.getString("files")),
                    Optional.ofNullable(row.getString("trouble"))))
            .findOne());
  }

  /** The ids of the workspaces in which one waits. */
  Set<String> workspaces() {
    return state.transaction(
        db -> db.createQuery("SELECT workspace_id FROM pending_change").mapTo(String.class).set());
  }

  /** Lets one wait, in the place of one that does. */
  void put(Handle db, Workspace workspace, PendingChange change) {
    forget(db, workspace);
    db.createUpdate(
            "INSERT INTO pending_change (workspace_id, deployment, files) VALUES (:workspace, :deployment, :files)")
        .bind("workspace", workspace.id())
        .bind("deployment", change.deployment())
        .bind("files", Json.text(change.files().stream().map(file -> json(change, file)).toList()))
        .execute();
  }

  void forget(Handle db, Workspace workspace) {
    db.createUpdate("DELETE FROM pending_change WHERE workspace_id = :workspace")
        .bind("workspace", workspace.id())
        .execute();
  }

  /** Stores why the change of a workspace cannot be made live; empty: nothing speaks against it. */
  void trouble(Workspace workspace, Optional<String> why) {
    state.transaction(db ->
        db.createUpdate("UPDATE pending_change SET trouble = :why WHERE workspace_id = :workspace")
            .bind("why", why)
            .bind("workspace", workspace.id())
            .execute());
  }

  /**
   * What single changes and uploads are added to: what is live, or what is going to be.
   *
   * @param live what is live
   */
  LiveSet base(Workspace workspace, LiveSet live) {
    return find(workspace).map(change -> LiveSet.of(resources(change, live))).orElse(live);
  }

  private static List<LiveResource> resources(PendingChange change, LiveSet live) {
    List<LiveResource> all = new ArrayList<>();
    for (SourceFile file : change.files()) {
      FileKind kind = file.kind().orElseThrow();
      Optional<LiveResource> now = live.find(kind, file.name());
      all.add(
          new LiveResource(
              kind,
              file.name(),
              now.map(LiveResource::id).orElse(""),
              file,
              !change.byApi().contains(new ResourceName(kind, file.name())),
              now.map(LiveResource::createdAt).orElse(Instant.EPOCH),
              now.map(LiveResource::updatedAt).orElse(Instant.EPOCH)));
    }
    return all;
  }

  private static Map<String, Object> json(PendingChange change, SourceFile file) {
    boolean byApi =
        file.kind()
            .filter(kind -> change.byApi().contains(new ResourceName(kind, file.name())))
            .isPresent();
    return Json.object("path", file.path(), "text", file.text(), "by_api", byApi);
  }

  private static PendingChange read(long deployment, JsonNode json, Optional<String> trouble) {
    List<SourceFile> files = new ArrayList<>();
    Set<ResourceName> byApi = new HashSet<>();
    for (JsonNode each : json) {
      SourceFile file = new SourceFile(each.path("path").asString(), each.path("text").asString());
      files.add(file);
      if (each.path("by_api").asBoolean()) {
        byApi.add(new ResourceName(file.kind().orElseThrow(), file.name()));
      }
    }
    return new PendingChange(deployment, files, byApi, trouble);
  }
}
