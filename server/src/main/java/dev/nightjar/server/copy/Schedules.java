package dev.nightjar.server.copy;

import dev.nightjar.mirror.ledger.StateDatabase;
import java.time.Instant;
import java.util.Optional;

/**
 * What is stored of copy pipes' schedules: whether they are paused, and up to when they were kept.
 */
final class Schedules {
  private final StateDatabase state;

  Schedules(StateDatabase state) {
    this.state = state;
  }

  /**
   * A schedule as it is stored.
   *
   * @param schedule the cron expression
   * @param keptUntil all times up to then are dealt with
   */
  record Stored(String schedule, boolean paused, Instant keptUntil) {}

  Optional<Stored> find(String workspaceId, String pipe) {
    return state.transaction(db ->
        db.createQuery(
                "SELECT * FROM copy_schedule WHERE workspace_id = :workspace AND pipe = :pipe")
            .bind("workspace", workspaceId)
            .bind("pipe", pipe)
            .map((row, context) ->
                new Stored(
                    row.getString("schedule"),
                    row.getBoolean("paused"),
                    Instant.ofEpochMilli(row.getLong("kept_until"))))
            .findOne());
  }

  void store(String workspaceId, String pipe, Stored stored) {
    state.transaction(db ->
        db.createUpdate(
                """
                INSERT INTO copy_schedule (workspace_id, pipe, schedule, paused, kept_until)
                VALUES (:workspace, :pipe, :schedule, :paused, :kept)
                ON CONFLICT (workspace_id, pipe) DO UPDATE SET
                schedule = excluded.schedule, paused = excluded.paused, kept_until = excluded.kept_until
                """)
            .bind("workspace", workspaceId)
            .bind("pipe", pipe)
            .bind("schedule", stored.schedule())
            .bind("paused", stored.paused())
            .bind("kept", stored.keptUntil().toEpochMilli())
            .execute());
  }
}
