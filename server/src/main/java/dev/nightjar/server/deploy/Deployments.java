package dev.nightjar.server.deploy;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.Severity;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import tools.jackson.databind.JsonNode;

/** The deployments of all workspaces: the live ones, those that wait, and the newest others. */
public final class Deployments {
  /** So many of a workspace can be looked at, those that failed or are deleted among them. */
  static final int KEPT = 500;

  private static final RowMapper<Deployment> ROW =
      (row, context) -> {
        JsonNode result = Json.parse(row.getString("result"));
        return new Deployment(
            row.getLong("number"),
            Deployment.Status.valueOf(row.getString("status")),
            row.getBoolean("live"),
            names(result.path("names")),
            feedback(result.path("feedback")),
            errors(result.path("errors")),
            Instant.ofEpochMilli(row.getLong("created_at")),
            Instant.ofEpochMilli(row.getLong("updated_at")));
      };

  private final StateDatabase state;
  private final Clock clock;

  Deployments(StateDatabase state, Clock clock) {
    this.state = state;
    this.clock = clock;
  }

  /** All of them, the live one first, then the newest. */
  public List<Deployment> list(Workspace workspace) {
    return state.transaction(db ->
        db.createQuery(
                "SELECT * FROM deployment WHERE workspace_id = :workspace ORDER BY live DESC, number DESC")
            .bind("workspace", workspace.id())
            .map(ROW)
            .list());
  }

  public Optional<Deployment> find(Workspace workspace, long number) {
    return list(workspace).stream().filter(d -> d.number() == number).findFirst();
  }

  /** One of them, in the caller's transaction. */
  Optional<Deployment> find(Handle db, Workspace workspace, long number) {
    return db.createQuery(
            "SELECT * FROM deployment WHERE workspace_id = :workspace AND number = :number")
        .bind("workspace", workspace.id())
        .bind("number", number)
        .map(ROW)
        .findOne();
  }

  /** Stores what there is to say of one. */
  void tell(Handle db, Workspace workspace, Deployment deployment) {
    db.createUpdate(
            """
            UPDATE deployment SET result = :result, updated_at = :now
            WHERE workspace_id = :workspace AND number = :number
            """)
        .bind("result", result(deployment))
        .bind("now", clock.millis())
        .bind("workspace", workspace.id())
        .bind("number", deployment.number())
        .execute();
  }

  /** Gives a new workspace its deployment 0, which is live and empty. */
  public void begin(Workspace workspace) {
    if (list(workspace).isEmpty()) {
      Instant now = clock.instant();
      Deployment seed =
          new Deployment(
              0,
              Deployment.Status.DATA_READY,
              true,
              Names.NONE.toJson(),
              List.of(),
              List.of(),
              now,
              now);
      state.transaction(db -> insert(db, workspace, seed, List.of()));
    }
  }

  long next(Workspace workspace) {
    return list(workspace).stream().mapToLong(Deployment::number).max().orElse(0) + 1;
  }

  /** Adds one; a live one retires all others. */
  int insert(Handle db, Workspace workspace, Deployment deployment, List<SourceFile> files) {
    if (deployment.live()) {
      retireOthers(db, workspace, deployment.number());
    }
    forgetOld(db, workspace, deployment.number() - KEPT);
    return db.createUpdate(
            """
            INSERT INTO deployment
              (workspace_id, number, status, live, result, files, created_at, updated_at)
            VALUES (:workspace, :number, :status, :live, :result, :files, :created, :updated)
            """)
        .bind("workspace", workspace.id())
        .bind("number", deployment.number())
        .bind("status", deployment.status().name())
        .bind("live", deployment.live())
        .bind("result", result(deployment))
        .bind("files", Json.text(files))
        .bind("created", deployment.createdAt().toEpochMilli())
        .bind("updated", deployment.updatedAt().toEpochMilli())
        .execute();
  }

  private static void forgetOld(Handle db, Workspace workspace, long number) {
    db.createUpdate(
            "DELETE FROM deployment WHERE workspace_id = :workspace AND number <= :number AND status = 'DELETED'")
        .bind("workspace", workspace.id())
        .bind("number", number)
        .execute();
  }

  void retireOthers(Handle db, Workspace workspace, long number) {
    db.createUpdate(
            """
            UPDATE deployment SET live = 0, status = 'DELETED', files = '[]', updated_at = :now
            WHERE workspace_id = :workspace AND number <> :number AND status <> 'DELETED'
            """)
        .bind("workspace", workspace.id())
        .bind("number", number)
        .bind("now", clock.millis())
        .execute();
  }

  int promote(Handle db, Workspace workspace, long number) {
    retireOthers(db, workspace, number);
    return db.createUpdate(
            "UPDATE deployment SET live = 1, files = '[]', updated_at = :now WHERE workspace_id = :workspace AND number = :number")
        .bind("workspace", workspace.id())
        .bind("number", number)
        .bind("now", clock.millis())
        .execute();
  }

  void delete(Workspace workspace, long number) {
    state.transaction(db ->
        db.createUpdate(
                """
                UPDATE deployment SET status = 'DELETED', files = '[]', updated_at = :now
                WHERE workspace_id = :workspace AND number = :number
                """)
            .bind("workspace", workspace.id())
            .bind("number", number)
            .bind("now", clock.millis())
            .execute());
  }

  /** The files that a staged deployment brought. */
  List<SourceFile> files(Workspace workspace, long number) {
    String json =
        state.transaction(db ->
            db.createQuery(
                    "SELECT files FROM deployment WHERE workspace_id = :workspace AND number = :number")
                .bind("workspace", workspace.id())
                .bind("number", number)
                .mapTo(String.class)
                .one());
    List<SourceFile> files = new ArrayList<>();
    for (JsonNode file : Json.parse(json)) {
      files.add(new SourceFile(file.path("path").asString(), file.path("text").asString()));
    }
    return files;
  }

  private static String result(Deployment deployment) {
    return Json.text(
        Json.object(
            "names", deployment.names(),
            "feedback", deployment.feedback().stream().map(Feedback::toJson).toList(),
            "errors", deployment.errors().stream().map(FileError::toJson).toList()));
  }

  private static Map<String, Object> names(JsonNode json) {
    Map<String, Object> names = new LinkedHashMap<>();
    json.propertyStream()
        .forEach(field -> {
          List<Object> list = new ArrayList<>();
          field.getValue().forEach(name -> list.add(name.isString() ? name.asString() : name));
          names.put(field.getKey(), list);
        });
    return names;
  }

  private static List<Feedback> feedback(JsonNode json) {
    List<Feedback> feedback = new ArrayList<>();
    for (JsonNode item : json) {
      feedback.add(
          new Feedback(
              Severity.valueOf(item.path("level").asString()),
              item.path("resource").asString(),
              item.path("message").asString()));
    }
    return feedback;
  }

  private static List<FileError> errors(JsonNode json) {
    List<FileError> errors = new ArrayList<>();
    for (JsonNode item : json) {
      errors.add(new FileError(item.path("filename").asString(), item.path("error").asString()));
    }
    return errors;
  }
}
