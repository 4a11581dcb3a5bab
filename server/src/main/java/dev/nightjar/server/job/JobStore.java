package dev.nightjar.server.job;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.http.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.mapper.RowMapper;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The jobs of all workspaces, in the state database. Of each workspace the newest are kept, and
 * those runs of copy pipes of whose ends their schedules have not taken note yet: without its job a
 * run would count as never begun.
 */
final class JobStore {
  /** How many jobs a workspace's list has at most. */
  static final int KEPT = 500;

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final RowMapper<Job> ROW =
      (row, context) -> {
        long started = row.getLong("started_at");
        Optional<Instant> startedAt =
            row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(started));
        return new Job(
            row.getString("id"),
            row.getString("workspace_id"),
            Job.Kind.valueOf(row.getString("kind")),
            Job.Status.valueOf(row.getString("status")),
            row.getString("subject"),
            details(row.getString("details")),
            Optional.ofNullable(row.getString("error")),
            Instant.ofEpochMilli(row.getLong("created_at")),
            startedAt,
            Instant.ofEpochMilli(row.getLong("updated_at")));
      };

  private final StateDatabase state;

  JobStore(StateDatabase state) {
    this.state = state;
  }

  void insert(Job job) {
    state.transaction(db -> {
      db.createUpdate(
              """
              INSERT INTO job (id, workspace_id, kind, status, subject, details, error, created_at, updated_at)
              VALUES (:id, :workspace, :kind, :status, :subject, :details, :error, :created, :updated)
              """)
          .bind("id", job.id())
          .bind("workspace", job.workspaceId())
          .bind("kind", job.kind().name())
          .bind("status", job.status().name())
          .bind("subject", job.subject())
          .bind("details", Json.text(job.details()))
          .bind("error", job.error().orElse(null))
          .bind("created", job.createdAt().toEpochMilli())
          .bind("updated", job.updatedAt().toEpochMilli())
          .execute();
      return db.createUpdate(
              """
              DELETE FROM job WHERE workspace_id = :workspace
              AND status IN ('DONE', 'ERROR', 'CANCELLED')
              AND id NOT IN (
                SELECT id FROM job WHERE workspace_id = :workspace
                ORDER BY created_at DESC, id LIMIT :kept)
              AND id NOT IN (
                SELECT (
                  SELECT run.id FROM job AS run
                  WHERE run.workspace_id = s.workspace_id AND run.kind = 'COPY'
                  AND run.subject = s.pipe AND run.created_at >= s.begun_at
                  ORDER BY run.created_at, run.id DESC LIMIT 1) AS begun
                FROM copy_schedule AS s
                WHERE s.workspace_id = :workspace AND s.begun_at IS NOT NULL AND begun IS NOT NULL)
              """)
          .bind("workspace", job.workspaceId())
          .bind("kept", KEPT)
          .execute();
    });
  }

  void update(Job job) {
    state.transaction(db ->
        db.createUpdate(
                """
                UPDATE job SET status = :status, details = :details, error = :error,
                started_at = :started, updated_at = :updated WHERE id = :id
                """)
            .bind("id", job.id())
            .bind("status", job.status().name())
            .bind("details", Json.text(job.details()))
            .bind("error", job.error().orElse(null))
            .bind("started", job.startedAt().map(Instant::toEpochMilli).orElse(null))
            .bind("updated", job.updatedAt().toEpochMilli())
            .execute());
  }

  Optional<Job> find(String workspaceId, String id) {
    return state.transaction(db ->
        db.createQuery("SELECT * FROM job WHERE workspace_id = :workspace AND id = :id")
            .bind("workspace", workspaceId)
            .bind("id", id)
            .map(ROW)
            .findOne());
  }

  /** The newest first. */
  List<Job> list(String workspaceId) {
    return state.transaction(db ->
        db.createQuery(
                "SELECT * FROM job WHERE workspace_id = :workspace ORDER BY created_at DESC, id")
            .bind("workspace", workspaceId)
            .map(ROW)
            .list());
  }

  /** Ends what a server that is no more has left waiting or working. */
  void endUnfinished(String why, Instant now) {
    state.transaction(db ->
        db.createUpdate(
                """
                UPDATE job SET status = 'ERROR', error = :why, updated_at = :now
                WHERE status IN ('WAITING', 'WORKING')
                """)
            .bind("why", why)
            .bind("now", now.toEpochMilli())
            .execute());
  }

  private static Map<String, Object> details(String text) {
    Map<String, Object> details = new LinkedHashMap<>();
    JsonNode node = JSON.readTree(text);
    node.propertyStream()
        .forEach(field ->
            details.put(field.getKey(), JSON.convertValue(field.getValue(), Object.class)));
    return details;
  }
}
