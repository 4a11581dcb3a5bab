package dev.nightjar.mirror.state;

import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** The lists of deleted items, as stored. */
public final class TombstoneListStore {
  private static final String ONE = " WHERE mirror_id = :m AND generation = :g";

  private final StateDatabase database;

  /** A store in a database whose tables are up to date. */
  public TombstoneListStore(StateDatabase database) {
    this.database = database;
  }

  /** A generation's list, if it is complete. */
  public Optional<TombstoneList> find(String mirrorId, long generation) {
    return database.transaction(handle ->
        bound(handle.createQuery("SELECT * FROM tombstone_list" + ONE), mirrorId, generation)
            .map((rows, _) ->
                new TombstoneList(
                    rows.getString("mirror_id"),
                    rows.getLong("generation"),
                    rows.getInt("attempt"),
                    Optional.ofNullable(rows.getString("table_uuid")),
                    rows.getLong("items"),
                    rows.getLong("done"),
                    rows.getLong("finished") != 0))
            .findOne());
  }

  /** Stores a list that is complete, in the place of an earlier one. */
  public void complete(TombstoneList list) {
    database.transaction(handle -> {
      bound(
              handle.createUpdate("DELETE FROM tombstone_list" + ONE),
              list.mirrorId(),
              list.generation())
          .execute();
      return bound(
              handle.createUpdate(
                  "INSERT INTO tombstone_list (mirror_id, generation, attempt, table_uuid, items,"
                      + " done, finished) VALUES (:m, :g, :attempt, :uuid, :items, :done, :finished)"),
              list.mirrorId(),
              list.generation())
          .bind("attempt", list.attempt())
          .bind("uuid", list.tableUuid())
          .bind("items", list.items())
          .bind("done", list.done())
          .bind("finished", list.finished() ? 1 : 0)
          .execute();
    });
  }

  /** Notes that all of a list is in. */
  public void finish(String mirrorId, long generation) {
    database.transaction(handle -> finished(handle, mirrorId, generation, 1));
  }

  private static int finished(Handle handle, String mirrorId, long generation, int finished) {
    return bound(
            handle
                .createUpdate("UPDATE tombstone_list SET finished = :finished" + ONE)
                .bind("finished", finished),
            mirrorId,
            generation)
        .execute();
  }

  /** Moves a list's position past a batch. */
  public static PositionUpdate advance(String mirrorId, long generation, long last) {
    return handle ->
        bound(
                handle
                    .createUpdate("UPDATE tombstone_list SET done = :last" + ONE)
                    .bind("last", last),
                mirrorId,
                generation)
            .execute();
  }

  /**
   * Takes back that a list is finished, and that its gap is healed: batches of it are not in the
   * table.
   */
  public static PositionUpdate goBack(String mirrorId, long generation) {
    return handle -> {
      finished(handle, mirrorId, generation, 0);
      GapStore.healsAgain(handle, mirrorId, generation);
    };
  }

  private static <S extends SqlStatement<S>> S bound(
      S statement, String mirrorId, long generation) {
    return statement.bind("m", mirrorId).bind("g", generation);
  }
}
