package dev.nightjar.mirror.state;

import dev.nightjar.dynamodb.export.DataFile;
import dev.nightjar.dynamodb.export.ExportManifest;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The data files of exports, as stored. */
public final class FileStore {
  private static final String ONE = " WHERE mirror_id = :m AND generation = :g AND ordinal = :o";

  private final StateDatabase database;

  /** A store in a database whose tables are up to date. */
  public FileStore(StateDatabase database) {
    this.database = database;
  }

  /** Stores a manifest's files and totals, unless they are stored already. */
  public void begin(Generation generation, ExportManifest manifest, Instant at) {
    database.transaction(handle -> {
      int fresh =
          handle
              .createUpdate(
                  "UPDATE generation SET files = :files, items = :items, loading_since = :at"
                      + " WHERE mirror_id = :m AND number = :g AND files IS NULL")
              .bind("files", manifest.files().size())
              .bind("items", manifest.itemCount())
              .bind("at", at.toEpochMilli())
              .bind("m", generation.mirrorId())
              .bind("g", generation.number())
              .execute();
      for (int i = 0; fresh == 1 && i < manifest.files().size(); i++) {
        insert(handle, generation, i, manifest.files().get(i));
      }
      return null;
    });
  }

  private static void insert(Handle handle, Generation generation, int ordinal, DataFile file) {
    handle
        .createUpdate(
            "INSERT INTO export_file (mirror_id, generation, ordinal, bucket, s3_key, items, md5,"
                + " etag, lines_done, bytes_done, quarantined, corrupt_reads, loaded)"
                + " VALUES (:m, :g, :o, :bucket, :key, :items, :md5, :etag, 0, 0, 0, 0, 0)")
        .bind("m", generation.mirrorId())
        .bind("g", generation.number())
        .bind("o", ordinal)
        .bind("bucket", file.bucket())
        .bind("key", file.key())
        .bind("items", file.itemCount())
        .bind("md5", file.md5())
        .bind("etag", file.etag())
        .execute();
  }

  /** All files of a generation, in the manifest's order. */
  public List<StoredFile> all(String mirrorId, long generation) {
    return database.transaction(handle ->
        handle
            .createQuery(
                "SELECT * FROM export_file WHERE mirror_id = :m AND generation = :g"
                    + " ORDER BY ordinal")
            .bind("m", mirrorId)
            .bind("g", generation)
            .map((rows, _) -> read(rows))
            .list());
  }

  /** One file. */
  public StoredFile one(String mirrorId, long generation, int ordinal) {
    return database.transaction(handle ->
        bound(handle.createQuery("SELECT * FROM export_file" + ONE), mirrorId, generation, ordinal)
            .map((rows, _) -> read(rows))
            .one());
  }

  /** Moves a file's position past a batch. */
  public static PositionUpdate advance(
      String mirrorId, long generation, int ordinal, long lastLine, long bytes, long quarantined) {
    return handle ->
        bound(
                handle
                    .createUpdate(
                        "UPDATE export_file SET lines_done = :line, bytes_done = bytes_done + :b,"
                            + " quarantined = quarantined + :q"
                            + ONE)
                    .bind("line", lastLine)
                    .bind("b", bytes)
                    .bind("q", quarantined),
                mirrorId,
                generation,
                ordinal)
            .execute();
  }

  /** Moves a file's position back before a batch that is not in the table. */
  public static PositionUpdate goBack(
      String mirrorId, long generation, int ordinal, long firstLine, long quarantined) {
    return handle -> {
      bound(
              handle
                  .createUpdate(
                      "UPDATE export_file SET lines_done = :line, loaded = 0,"
                          + " quarantined = quarantined - :q"
                          + ONE)
                  .bind("line", firstLine - 1)
                  .bind("q", quarantined),
              mirrorId,
              generation,
              ordinal)
          .execute();
      handle
          .createUpdate(
              "UPDATE generation SET loaded_at = NULL WHERE mirror_id = :m AND number = :g")
          .bind("m", mirrorId)
          .bind("g", generation)
          .execute();
      GapStore.healsAgain(handle, mirrorId, generation);
    };
  }

  /** Notes that every line of a file is in. */
  public void loaded(String mirrorId, long generation, int ordinal) {
    database.transaction(handle ->
        bound(
                handle.createUpdate("UPDATE export_file SET loaded = 1" + ONE),
                mirrorId,
                generation,
                ordinal)
            .execute());
  }

  /** Notes that a file was not what the manifest says. */
  public void corrupt(String mirrorId, long generation, int ordinal) {
    database.transaction(handle ->
        bound(
                handle.createUpdate(
                    "UPDATE export_file SET corrupt_reads = corrupt_reads + 1" + ONE),
                mirrorId,
                generation,
                ordinal)
            .execute());
  }

  /** Lets files that were corrupt twice be read again, after a person has looked. */
  public void forgive(String mirrorId, long generation) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "UPDATE export_file SET corrupt_reads = 0"
                    + " WHERE mirror_id = :m AND generation = :g")
            .bind("m", mirrorId)
            .bind("g", generation)
            .execute());
  }

  private static <T extends org.jdbi.v3.core.statement.SqlStatement<T>> T bound(
      T statement, String mirrorId, long generation, int ordinal) {
    return statement.bind("m", mirrorId).bind("g", generation).bind("o", ordinal);
  }

  private static StoredFile read(ResultSet rows) throws SQLException {
    return new StoredFile(
        rows.getInt("ordinal"),
        new DataFile(
            rows.getString("bucket"),
            rows.getString("s3_key"),
            rows.getLong("items"),
            rows.getString("md5"),
            rows.getString("etag")),
        rows.getLong("lines_done"),
        rows.getLong("bytes_done"),
        rows.getLong("quarantined"),
        rows.getInt("corrupt_reads"),
        rows.getLong("loaded") != 0);
  }
}
