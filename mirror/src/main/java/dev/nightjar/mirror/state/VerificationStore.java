package dev.nightjar.mirror.state;

import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.status.LastVerification;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The last verification of each mirror, as stored. */
public final class VerificationStore {
  private final StateDatabase database;

  /** A store in a database whose tables are up to date. */
  public VerificationStore(StateDatabase database) {
    this.database = database;
  }

  /** The last one of a mirror that came to its end. */
  public Optional<LastVerification> last(String mirrorId) {
    return database.transaction(handle ->
        handle
            .createQuery("SELECT * FROM verification WHERE mirror_id = :m")
            .bind("m", mirrorId)
            .map((rows, _) -> read(rows))
            .findOne());
  }

  /** Stores one in place of the last; nothing is stored for a mirror that is gone. */
  public void store(String mirrorId, LastVerification verification) {
    database.transaction(handle -> {
      handle
          .createUpdate("DELETE FROM verification WHERE mirror_id = :m")
          .bind("m", mirrorId)
          .execute();
      return handle
          .createUpdate(
              "INSERT INTO verification (mirror_id, started_at, finished_at, whole, segments,"
                  + " segments_scanned, items, row_count, differences, unsettled, misfits,"
                  + " withheld, unreadable) SELECT id, :started, :finished, :whole, :segments, :scanned, :items,"
                  + " :rows, :differences, :unsettled, :misfits, :withheld, :unreadable FROM mirror"
                  + " WHERE id = :m")
          .bind("m", mirrorId)
          .bind("started", verification.startedAt().toEpochMilli())
          .bind("finished", verification.finishedAt().toEpochMilli())
          .bind("whole", verification.whole() ? 1 : 0)
          .bind("segments", verification.segments())
          .bind("scanned", verification.segmentsScanned())
          .bind("items", verification.items())
          .bind("rows", verification.rows())
          .bind("differences", verification.differences())
          .bind("unsettled", verification.unsettled())
          .bind("misfits", verification.misfits())
          .bind("withheld", verification.withheld())
          .bind("unreadable", verification.unreadable())
          .execute();
    });
  }

  private static LastVerification read(ResultSet rows) throws SQLException {
    return new LastVerification(
        Instant.ofEpochMilli(rows.getLong("started_at")),
        Instant.ofEpochMilli(rows.getLong("finished_at")),
        rows.getLong("whole") != 0,
        rows.getLong("segments"),
        rows.getLong("segments_scanned"),
        rows.getLong("items"),
        rows.getLong("row_count"),
        rows.getLong("differences"),
        rows.getLong("unsettled"),
        rows.getLong("misfits"),
        rows.getLong("withheld"),
        rows.getLong("unreadable"));
  }
}
