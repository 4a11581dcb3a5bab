package dev.nightjar.mirror.state;

import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The generations of all mirrors, as stored. */
public final class GenerationStore {
  private final StateDatabase database;

  /** A store in a database whose tables are up to date. */
  public GenerationStore(StateDatabase database) {
    this.database = database;
  }

  /**
   * Stores the first generation and makes it its mirror's.
   *
   * @param tableId the table's id from now on
   */
  public void begin(Generation generation, String tableId) {
    database.transaction(handle -> {
      insert(handle, generation);
      return ofTable(handle, generation, tableId);
    });
  }

  /**
   * Stores a generation that heals a gap and makes it its mirror's. The shards of other streams are
   * over.
   *
   * @param tableId the table's id from now on
   */
  public void begin(Generation generation, Gap gap, String tableId) {
    database.transaction(handle -> {
      insert(handle, generation);
      ofTable(handle, generation, tableId);
      handle
          .createUpdate("DELETE FROM shard WHERE mirror_id = :m AND stream_arn != :stream")
          .bind("m", generation.mirrorId())
          .bind("stream", generation.streamArn())
          .execute();
      // Each lineage comes to this generation's own changes anew.
      handle
          .createUpdate("UPDATE shard SET past_boundary = 0 WHERE mirror_id = :m")
          .bind("m", generation.mirrorId())
          .execute();
      return handle
          .createUpdate(
              "UPDATE gap SET healed_by = :n, begun_at = :begun"
                  + " WHERE mirror_id = :m AND number = :gap")
          .bind("n", generation.number())
          .bind("begun", generation.begunAt().toEpochMilli())
          .bind("m", generation.mirrorId())
          .bind("gap", gap.number())
          .execute();
    });
  }

  private static int ofTable(Handle handle, Generation generation, String tableId) {
    return handle
        .createUpdate("UPDATE mirror SET table_id = :tableId WHERE id = :m")
        .bind("tableId", tableId)
        .bind("m", generation.mirrorId())
        .execute();
  }

  private static void insert(Handle handle, Generation generation) {
    handle
        .createUpdate(
            "INSERT INTO generation (mirror_id, number, of_empty_table, begun_at, stream_arn,"
                + " export_not_before, client_token)"
                + " VALUES (:m, :n, :empty, :begun, :stream, :notBefore, :token)")
        .bind("m", generation.mirrorId())
        .bind("n", generation.number())
        .bind("empty", generation.ofEmptyTable() ? 1 : 0)
        .bind("begun", generation.begunAt().toEpochMilli())
        .bind("stream", generation.streamArn())
        .bind("notBefore", generation.exportNotBefore().toEpochMilli())
        .bind("token", generation.clientToken())
        .execute();
    handle
        .createUpdate("UPDATE mirror SET generation = :n WHERE id = :m")
        .bind("m", generation.mirrorId())
        .bind("n", generation.number())
        .execute();
  }

  /** The mirror's generation. */
  public Optional<Generation> current(String mirrorId) {
    return database.transaction(handle ->
        handle
            .createQuery(
                "SELECT g.* FROM generation g JOIN mirror m ON m.id = g.mirror_id"
                    + " AND m.generation = g.number WHERE g.mirror_id = :m")
            .bind("m", mirrorId)
            .map((rows, _) -> read(rows))
            .findOne());
  }

  /** The mirror's newest generation that is stored, whether or not it is the mirror's. */
  public Optional<Generation> newest(String mirrorId) {
    return database.transaction(handle ->
        handle
            .createQuery(
                "SELECT * FROM generation WHERE mirror_id = :m ORDER BY number DESC LIMIT 1")
            .bind("m", mirrorId)
            .map((rows, _) -> read(rows))
            .findOne());
  }

  /** Notes that the ClientToken is about to be sent, if it never was. */
  public Generation tokenUsed(Generation generation, Instant at) {
    return update(
        generation,
        handle ->
            handle
                .createUpdate(
                    "UPDATE generation SET token_first_used_at ="
                        + " coalesce(token_first_used_at, :at) WHERE mirror_id = :m AND number = :n")
                .bind("at", at.toEpochMilli())
                .bind("m", generation.mirrorId())
                .bind("n", generation.number())
                .execute());
  }

  /** Notes what AWS says of the export; nothing is written where it says the same as before. */
  public Generation described(Generation generation, ExportDescription export) {
    if (generation.isDescribedBy(export)) {
      return generation;
    }
    return update(
        generation,
        handle ->
            handle
                .createUpdate(
                    "UPDATE generation SET export_arn = :arn, export_status = :status,"
                        + " export_time = coalesce(:time, export_time)"
                        + " WHERE mirror_id = :m AND number = :n")
                .bind("arn", export.exportArn())
                .bind("status", export.status().name())
                .bind("time", export.exportTime().map(Instant::toEpochMilli))
                .bind("m", generation.mirrorId())
                .bind("n", generation.number())
                .execute());
  }

  /** Notes that all rows of the export are in. */
  public Generation loaded(Generation generation, Instant at) {
    return update(
        generation,
        handle ->
            handle
                .createUpdate(
                    "UPDATE generation SET loaded_at = coalesce(loaded_at, :at)"
                        + " WHERE mirror_id = :m AND number = :n")
                .bind("at", at.toEpochMilli())
                .bind("m", generation.mirrorId())
                .bind("n", generation.number())
                .execute());
  }

  @FunctionalInterface
  private interface Work {
    int run(Handle handle);
  }

  private Generation update(Generation generation, Work work) {
    return database.transaction(handle -> {
      work.run(handle);
      return handle
          .createQuery("SELECT * FROM generation WHERE mirror_id = :m AND number = :n")
          .bind("m", generation.mirrorId())
          .bind("n", generation.number())
          .map((rows, _) -> read(rows))
          .one();
    });
  }

  private static Generation read(ResultSet rows) throws SQLException {
    return new Generation(
        rows.getString("mirror_id"),
        rows.getLong("number"),
        rows.getLong("of_empty_table") != 0,
        Instant.ofEpochMilli(rows.getLong("begun_at")),
        rows.getString("stream_arn"),
        Instant.ofEpochMilli(rows.getLong("export_not_before")),
        rows.getString("client_token"),
        Nullable.instant(rows, "token_first_used_at"),
        Optional.ofNullable(rows.getString("export_arn")),
        Optional.ofNullable(rows.getString("export_status")),
        Nullable.instant(rows, "export_time"),
        Nullable.number(rows, "files"),
        Nullable.number(rows, "items"),
        Nullable.instant(rows, "loading_since"),
        Nullable.instant(rows, "loaded_at"));
  }
}
