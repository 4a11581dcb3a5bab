package dev.nightjar.mirror.fence;

import dev.nightjar.mirror.ledger.StateDatabase;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The data directory's id, and the epochs of its mirrors' claims, as stored. */
public final class ClaimStore {
  private final StateDatabase database;

  /** A store in a database whose tables are up to date. */
  public ClaimStore(StateDatabase database) {
    this.database = database;
  }

  /**
   * A claim on a table.
   *
   * @param epoch its number
   * @param at when it was made
   */
  record Claim(long epoch, Instant at) {}

  /** The data directory's id; it is made at the first question. */
  String owner() {
    return database.transaction(handle -> stored(handle).orElseGet(() -> make(handle)));
  }

  private static Optional<String> stored(Handle handle) {
    return handle.createQuery("SELECT id FROM data_directory").mapTo(String.class).findOne();
  }

  private static String make(Handle handle) {
    String id = UUID.randomUUID().toString();
    handle.createUpdate("INSERT INTO data_directory (id) VALUES (:id)").bind("id", id).execute();
    return id;
  }

  /** The mirror's last claim; empty if it never made one. */
  Optional<Claim> find(String mirrorId) {
    return database.transaction(handle ->
        handle
            .createQuery("SELECT epoch, claimed_at FROM table_claim WHERE mirror_id = :m")
            .bind("m", mirrorId)
            .map((rows, _) ->
                new Claim(rows.getLong("epoch"), Instant.ofEpochMilli(rows.getLong("claimed_at"))))
            .findOne());
  }

  /** Stores a claim that is about to be written into the table's comment. */
  void save(String mirrorId, Claim claim) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "INSERT INTO table_claim (mirror_id, epoch, claimed_at) VALUES (:m, :e, :at)"
                    + " ON CONFLICT (mirror_id) DO UPDATE SET epoch = excluded.epoch,"
                    + " claimed_at = excluded.claimed_at")
            .bind("m", mirrorId)
            .bind("e", claim.epoch())
            .bind("at", claim.at().toEpochMilli())
            .execute());
  }

  /** Whether a mirror of this server has that incarnation. */
  boolean knows(String incarnation) {
    return database.transaction(handle ->
        handle
                .createQuery("SELECT count(*) FROM mirror WHERE incarnation = :i")
                .bind("i", incarnation)
                .mapTo(Long.class)
                .one()
            > 0);
  }
}
