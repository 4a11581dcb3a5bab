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
   * @param begunAt when a run began of which it is not noted yet how it ended
   */
  record Stored(String schedule, boolean paused, Instant keptUntil, Optional<Instant> begunAt) {
    static Stored from(String schedule, Instant now) {
      return new Stored(schedule, false, now, Optional.empty());
    }

    Stored begun(Instant at) {
      return new Stored(schedule, paused, keptUntil, Optional.of(at));
    }

    /** As it was before the run. */
    Stored due() {
      return new Stored(schedule, paused, keptUntil, Optional.empty());
    }

    Stored kept(Instant until) {
      return new Stored(schedule, paused, until, Optional.empty());
    }

    Stored pausedNow(boolean pause, Instant now) {
      return new Stored(schedule, pause, now, Optional.empty());
    }
  }

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
                    Instant.ofEpochMilli(row.getLong("kept_until")),
                    Optional.ofNullable(row.getString("begun_at"))
                        .map(Long::parseLong)
                        .map(Instant::ofEpochMilli)))
            .findOne());
  }

  void store(String workspaceId, String pipe, Stored stored) {
    state.transaction(db ->
        db.createUpdate(
                """
                INSERT INTO copy_schedule (workspace_id, pipe, schedule, paused, kept_until, begun_at)
                VALUES (:workspace, :pipe, :schedule, :paused, :kept, :begun)
                ON CONFLICT (workspace_id, pipe) DO UPDATE SET
                schedule = excluded.schedule, paused = excluded.paused, kept_until = excluded.kept_until,
                begun_at = excluded.begun_at
                """)
            .bind("workspace", workspaceId)
            .bind("pipe", pipe)
            .bind("schedule", stored.schedule())
            .bind("paused", stored.paused())
            .bind("kept", stored.keptUntil().toEpochMilli())
            .bind("begun", stored.begunAt().map(Instant::toEpochMilli).orElse(null))
            .execute());
  }
}
