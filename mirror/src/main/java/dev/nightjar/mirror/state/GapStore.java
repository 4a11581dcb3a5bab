package dev.nightjar.mirror.state;

import dev.nightjar.mirror.ledger.StateDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The gaps of all mirrors, as stored. At most one of a mirror's waits for its generation. */
public final class GapStore {
  private static final String WAITING = " WHERE mirror_id = :m AND healed_by IS NULL";

  private final StateDatabase database;
  private final Clock clock;

  /** A store in a database whose tables are up to date. */
  public GapStore(StateDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Stores a gap of the mirror's generation, unless one waits to be healed already. */
  public void found(String mirrorId, String cause, String message) {
    database.transaction(handle -> {
      if (waiting(handle, mirrorId).isEmpty()) {
        insert(handle, mirrorId, cause, message, false, false);
      }
      return null;
    });
  }

  /** A person wants a new generation: the gap that waits is healed by their word, or a new one. */
  public void wanted(String mirrorId, String cause, String message, boolean anyDeletes) {
    database.transaction(handle -> {
      if (waiting(handle, mirrorId).isEmpty()) {
        insert(handle, mirrorId, cause, message, true, anyDeletes);
      } else {
        handle
            .createUpdate(
                "UPDATE gap SET by_person = 1, any_deletes = max(any_deletes, :any)" + WAITING)
            .bind("any", anyDeletes ? 1 : 0)
            .bind("m", mirrorId)
            .execute();
      }
      return null;
    });
  }

  /** A person has looked at the gap that waits, if one does: it is healed whatever it costs. */
  public void allow(String mirrorId) {
    database.transaction(handle ->
        handle
            .createUpdate("UPDATE gap SET by_person = 1" + WAITING)
            .bind("m", mirrorId)
            .execute());
  }

  /** A person allows the generation that is healing as many deletes as it takes. */
  public void allowDeletes(String mirrorId) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "UPDATE gap SET any_deletes = 1 WHERE mirror_id = :m AND healed_at IS NULL")
            .bind("m", mirrorId)
            .execute());
  }

  private void insert(
      Handle handle,
      String mirrorId,
      String cause,
      String message,
      boolean byPerson,
      boolean anyDeletes) {
    handle
        .createUpdate(
            "INSERT INTO gap (mirror_id, number, cause, message, generation, found_at, by_person,"
                + " any_deletes, abandoned) SELECT id,"
                + " (SELECT coalesce(max(number), 0) + 1 FROM gap WHERE mirror_id = :m), :cause,"
                + " :message, generation, :now, :person, :any, 0 FROM mirror WHERE id = :m")
        .bind("m", mirrorId)
        .bind("cause", cause)
        .bind("message", message)
        .bind("now", clock.millis())
        .bind("person", byPerson ? 1 : 0)
        .bind("any", anyDeletes ? 1 : 0)
        .execute();
  }

  /** The gap whose generation has not begun. */
  public Optional<Gap> waiting(String mirrorId) {
    return database.transaction(handle -> waiting(handle, mirrorId));
  }

  private static Optional<Gap> waiting(Handle handle, String mirrorId) {
    return handle
        .createQuery("SELECT * FROM gap" + WAITING)
        .bind("m", mirrorId)
        .map((rows, _) -> read(rows))
        .findOne();
  }

  /** The gap that a generation heals, or has healed; none for the first. */
  public Optional<Gap> healedBy(Generation generation) {
    return database.transaction(handle ->
        handle
            .createQuery("SELECT * FROM gap WHERE mirror_id = :m AND healed_by = :n")
            .bind("m", generation.mirrorId())
            .bind("n", generation.number())
            .map((rows, _) -> read(rows))
            .findOne());
  }

  /** All gaps of a mirror, the oldest first. */
  public List<Gap> all(String mirrorId) {
    return database.transaction(handle ->
        handle
            .createQuery("SELECT * FROM gap WHERE mirror_id = :m ORDER BY number")
            .bind("m", mirrorId)
            .map((rows, _) -> read(rows))
            .list());
  }

  /** A batch of an ended generation is given up: what heals the gap covers its changes. */
  public void abandoned(Gap gap, long batches) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "UPDATE gap SET abandoned = abandoned + :b WHERE mirror_id = :m AND number = :n")
            .bind("b", batches)
            .bind("m", gap.mirrorId())
            .bind("n", gap.number())
            .execute());
  }

  /** Rows that a generation healed with are not in the table any more: it heals again. */
  static void healsAgain(Handle handle, String mirrorId, long generation) {
    handle
        .createUpdate("UPDATE gap SET healed_at = NULL WHERE mirror_id = :m AND healed_by = :n")
        .bind("m", mirrorId)
        .bind("n", generation)
        .execute();
  }

  /** A generation is complete: it has healed its gap and those that were open before. */
  public void healed(Generation generation) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "UPDATE gap SET healed_at = :now"
                    + " WHERE mirror_id = :m AND healed_by <= :n AND healed_at IS NULL")
            .bind("now", clock.millis())
            .bind("m", generation.mirrorId())
            .bind("n", generation.number())
            .execute());
  }

  private static Gap read(ResultSet rows) throws SQLException {
    return new Gap(
        rows.getString("mirror_id"),
        rows.getLong("number"),
        rows.getString("cause"),
        rows.getString("message"),
        rows.getLong("generation"),
        Instant.ofEpochMilli(rows.getLong("found_at")),
        rows.getLong("by_person") != 0,
        rows.getLong("any_deletes") != 0,
        rows.getLong("abandoned"),
        Nullable.number(rows, "healed_by"),
        Nullable.instant(rows, "begun_at"),
        Nullable.instant(rows, "healed_at"));
  }
}
