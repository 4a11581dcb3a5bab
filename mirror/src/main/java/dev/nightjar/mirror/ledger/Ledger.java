package dev.nightjar.mirror.ledger;

import dev.nightjar.mirror.ledger.Batch.Counts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What was inserted, and what is about to be. A batch is written down before its insert ({@link
 * #plan}) and done together with its source's new position ({@link #done}). After a crash, what is
 * planned and not done is in the table or not: reading its range again, inserting it under the same
 * token and probing the table tells.
 */
public final class Ledger {
  /** How long a done batch can be looked at again. */
  public static final Duration MEMORY = Duration.ofDays(1);

  private static final String COLUMNS =
      "mirror_id, number, generation, source, first_position, last_position, changes, row_count,"
          + " quarantine_count, schema_fingerprint, table_uuid, probes, token, attempt, ranges";

  private final StateDatabase database;
  private final Clock clock;

  /** A ledger in a database that {@link LedgerTables} has brought up to date. */
  public Ledger(StateDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Writes a batch down before its insert and gives it its number.
   *
   * @throws IllegalStateException if its source has another batch in flight
   */
  public Batch plan(Batch batch) {
    return database.transaction(handle -> {
      if (!planned(handle, batch.mirrorId(), batch.source()).isEmpty()) {
        throw new IllegalStateException(
            "two batches in flight for " + batch.source().key() + " of " + batch.mirrorId());
      }
      return insertNext(handle, batch);
    });
  }

  /**
   * Makes two of a batch in flight.
   *
   * @param lost what is left of the batch: it keeps its number
   * @param found what is a batch of its own from now on
   * @return that one, with its number
   */
  public Batch split(Batch lost, Batch found) {
    return database.transaction(handle -> {
      delete(handle, lost);
      insert(handle, lost, clock.millis());
      return insertNext(handle, found);
    });
  }

  private Batch insertNext(Handle handle, Batch batch) {
    long number =
        handle
            .createQuery("SELECT coalesce(max(number), 0) FROM batch WHERE mirror_id = :m")
            .bind("m", batch.mirrorId())
            .mapTo(Long.class)
            .one();
    Batch numbered = batch.numbered(number + 1);
    insert(handle, numbered, clock.millis());
    return numbered;
  }

  /** Writes down the token under which a planned batch is inserted from now on. */
  public void retoken(Batch batch) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "UPDATE batch SET token = :token, attempt = :attempt"
                    + " WHERE mirror_id = :m AND number = :n AND done_at IS NULL")
            .bind("token", batch.token())
            .bind("attempt", batch.attempt())
            .bind("m", batch.mirrorId())
            .bind("n", batch.number())
            .execute());
  }

  /** Marks a batch done and moves its source's position, in one transaction. */
  public void done(Batch batch, PositionUpdate position) {
    database.transaction(handle -> {
      int marked =
          handle
              .createUpdate(
                  "UPDATE batch SET done_at = :now"
                      + " WHERE mirror_id = :m AND number = :n AND done_at IS NULL")
              .bind("now", clock.millis())
              .bind("m", batch.mirrorId())
              .bind("n", batch.number())
              .execute();
      if (marked != 1) {
        throw new IllegalStateException("batch " + batch.token() + " is not in flight");
      }
      position.apply(handle);
      return null;
    });
  }

  /** The source's batches in flight, the oldest first: one, or those that were found absent. */
  public List<Batch> planned(String mirrorId, Source source) {
    return database.transaction(handle -> planned(handle, mirrorId, source));
  }

  /** All of a mirror's batches in flight, the oldest first. */
  public List<Batch> planned(String mirrorId) {
    return database.transaction(handle ->
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM batch WHERE mirror_id = :m AND done_at IS NULL ORDER BY number")
            .bind("m", mirrorId)
            .map((rows, _) -> read(rows, Source.parse(rows.getString("source"))))
            .list());
  }

  /** The source's done batches of the last day, the newest first. */
  public List<Batch> recent(String mirrorId, Source source) {
    Instant oldest = clock.instant().minus(MEMORY);
    return database.transaction(handle ->
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM batch WHERE mirror_id = :m AND source = :s AND done_at >= :oldest"
                    + " ORDER BY number DESC")
            .bind("m", mirrorId)
            .bind("s", source.key())
            .bind("oldest", oldest.toEpochMilli())
            .map((rows, _) -> read(rows, source))
            .list());
  }

  /**
   * Some of the source's done batches of the last day, the newest first.
   *
   * @param before only those with a lower number
   * @param most how many
   */
  public List<Batch> recent(String mirrorId, Source source, long before, int most) {
    Instant oldest = clock.instant().minus(MEMORY);
    return database.transaction(handle ->
        handle
            .createQuery(
                "SELECT "
                    + COLUMNS
                    + " FROM batch WHERE mirror_id = :m AND source = :s AND done_at >= :oldest"
                    + " AND number < :before ORDER BY number DESC LIMIT :most")
            .bind("m", mirrorId)
            .bind("s", source.key())
            .bind("oldest", oldest.toEpochMilli())
            .bind("before", before)
            .bind("most", most)
            .map((rows, _) -> read(rows, source))
            .list());
  }

  /**
   * Takes back that batches are done, because rows of them are not in the table: they are in flight
   * again. Their tokens stay: what is there of them, in one partition or in the other table, must
   * not come in twice.
   *
   * @param absent batches of one source
   * @param position what to take back of the source's counts
   */
  public void reopen(List<Batch> absent, PositionUpdate position) {
    database.transaction(handle -> {
      for (Batch batch : absent) {
        handle
            .createUpdate("UPDATE batch SET done_at = NULL WHERE mirror_id = :m AND number = :n")
            .bind("m", batch.mirrorId())
            .bind("n", batch.number())
            .execute();
      }
      position.apply(handle);
      return null;
    });
  }

  /**
   * Forgets a batch in flight: its range cannot be read again, and what was in it is found by other
   * means.
   */
  public void abandon(Batch batch) {
    database.transaction(handle -> delete(handle, batch));
  }

  private static int delete(Handle handle, Batch batch) {
    return handle
        .createUpdate("DELETE FROM batch WHERE mirror_id = :m AND number = :n AND done_at IS NULL")
        .bind("m", batch.mirrorId())
        .bind("n", batch.number())
        .execute();
  }

  /** How many batches of a mirror are in flight whose rows carry an older generation. */
  public long plannedBefore(String mirrorId, long generation) {
    return database.transaction(handle ->
        handle
            .createQuery(
                "SELECT count(*) FROM batch"
                    + " WHERE mirror_id = :m AND generation < :g AND done_at IS NULL")
            .bind("m", mirrorId)
            .bind("g", generation)
            .mapTo(Long.class)
            .one());
  }

  /** Forgets the done batches that are older than {@link #MEMORY}, of all mirrors. */
  public int prune() {
    return database.transaction(handle ->
        handle
            .createUpdate("DELETE FROM batch WHERE done_at < :oldest")
            .bind("oldest", clock.instant().minus(MEMORY).toEpochMilli())
            .execute());
  }

  private static List<Batch> planned(Handle handle, String mirrorId, Source source) {
    return handle
        .createQuery(
            "SELECT "
                + COLUMNS
                + " FROM batch WHERE mirror_id = :m AND source = :s AND done_at IS NULL"
                + " ORDER BY number")
        .bind("m", mirrorId)
        .bind("s", source.key())
        .map((rows, _) -> read(rows, source))
        .list();
  }

  private static void insert(Handle handle, Batch batch, long now) {
    handle
        .createUpdate(
            "INSERT INTO batch ("
                + COLUMNS
                + ", planned_at) VALUES (:m, :n, :g, :source, :first, :last, :changes, :rows,"
                + " :quarantined, :fingerprint, :uuid, :probes, :token, :attempt, :ranges, :now)")
        .bind("m", batch.mirrorId())
        .bind("n", batch.number())
        .bind("g", batch.generation())
        .bind("source", batch.source().key())
        .bind("first", batch.first())
        .bind("last", batch.last())
        .bind("changes", batch.counts().changes())
        .bind("rows", batch.counts().rows())
        .bind("quarantined", batch.counts().quarantined())
        .bind("fingerprint", batch.schemaFingerprint())
        .bind("uuid", batch.tableUuid())
        .bind("probes", ProbesText.write(batch.probes()))
        .bind("token", batch.token())
        .bind("attempt", batch.attempt())
        .bind("ranges", RangesText.write(batch.ranges()))
        .bind("now", now)
        .execute();
  }

  private static Batch read(ResultSet rows, Source source) throws SQLException {
    return new Batch(
        rows.getString("mirror_id"),
        rows.getLong("number"),
        rows.getLong("generation"),
        source,
        rows.getString("first_position"),
        rows.getString("last_position"),
        new Counts(
            rows.getLong("changes"), rows.getLong("row_count"), rows.getLong("quarantine_count")),
        rows.getString("schema_fingerprint"),
        rows.getString("table_uuid"),
        ProbesText.read(rows.getString("probes")),
        rows.getString("token"),
        rows.getInt("attempt"),
        RangesText.read(rows.getString("ranges")));
  }
}
