package dev.nightjar.mirror.state;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.project.SourceFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The mirrors of a server, as stored. */
public final class MirrorStore {
  private final StateDatabase database;
  private final Clock clock;

  /** A store in a database whose tables are up to date. */
  public MirrorStore(StateDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Stores a new mirror. */
  public void insert(StoredMirror mirror) {
    insert(mirror, 0);
  }

  /**
   * Stores a new mirror that goes on in the place of another.
   *
   * @param above the other's generation
   */
  public void insert(StoredMirror mirror, long above) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "INSERT INTO mirror (id, incarnation, workspace, datasource, file_path,"
                    + " file_text, database_name, table_name, table_uuid, schema_fingerprint,"
                    + " key_attributes, table_arn, table_id, bucket, role_arn, region,"
                    + " external_ids, state, resume_state, since, reason, message, generation, above)"
                    + " VALUES (:id, :incarnation, :workspace, :datasource, :path, :text,"
                    + " :database, :table, :uuid, :fingerprint, :keys, :arn, :tableId, :bucket,"
                    + " :role, :region, :externalIds, :state, :resume, :since, :reason,"
                    + " :message, :generation, :above)")
            .bind("id", mirror.id())
            .bind("incarnation", mirror.incarnation())
            .bind("workspace", mirror.workspace())
            .bind("datasource", mirror.datasource())
            .bind("path", mirror.file().path())
            .bind("text", mirror.file().text())
            .bind("database", mirror.table().database())
            .bind("table", mirror.table().name())
            .bind("uuid", mirror.tableUuid())
            .bind("fingerprint", mirror.schemaFingerprint())
            .bind("keys", KeysText.write(mirror.keys()))
            .bind("arn", mirror.tableArn())
            .bind("tableId", mirror.tableId())
            .bind("bucket", mirror.bucket())
            .bind("role", mirror.role().roleArn())
            .bind("region", mirror.role().region())
            .bind("externalIds", KeysText.writeStrings(mirror.role().externalIds()))
            .bind("state", mirror.state().name())
            .bind("resume", mirror.resumeState().name())
            .bind("since", mirror.since().toEpochMilli())
            .bind("reason", mirror.reason())
            .bind("message", mirror.message())
            .bind("generation", mirror.generation())
            .bind("above", above)
            .execute());
  }

  /** The generation of the mirror in whose place one goes on; 0 for any other. */
  public long above(String id) {
    return database.transaction(handle ->
        handle
            .createQuery("SELECT above FROM mirror WHERE id = :id")
            .bind("id", id)
            .mapTo(Long.class)
            .one());
  }

  /** All mirrors, by workspace and data source. */
  public List<StoredMirror> all() {
    return database.transaction(handle ->
        handle
            .createQuery("SELECT * FROM mirror ORDER BY workspace, datasource, id")
            .map((rows, _) -> read(rows))
            .list());
  }

  /** One mirror. */
  public Optional<StoredMirror> find(String id) {
    return database.transaction(handle ->
        handle
            .createQuery("SELECT * FROM mirror WHERE id = :id")
            .bind("id", id)
            .map((rows, _) -> read(rows))
            .findOne());
  }

  /**
   * Moves a mirror to a state. The time changes only if the state does; PAUSED and FAILED remember
   * where they came from.
   */
  public StoredMirror move(
      String id, MirrorState state, Optional<String> reason, Optional<String> message) {
    boolean stands = state == MirrorState.PAUSED || state == MirrorState.FAILED;
    return database.transaction(handle -> {
      handle
          .createUpdate(
              "UPDATE mirror SET since = CASE WHEN state = :state THEN since ELSE :now END,"
                  + " resume_state = CASE WHEN :stands = 0 THEN :state ELSE resume_state END,"
                  + " state = :state, reason = :reason, message = :message WHERE id = :id")
          .bind("state", state.name())
          .bind("stands", stands ? 1 : 0)
          .bind("now", clock.millis())
          .bind("reason", reason)
          .bind("message", message)
          .bind("id", id)
          .execute();
      return handle
          .createQuery("SELECT * FROM mirror WHERE id = :id")
          .bind("id", id)
          .map((rows, _) -> read(rows))
          .one();
    });
  }

  /** Gives a mirror another role, region or list of external ids. */
  public void changeRole(String id, RoleTarget role) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "UPDATE mirror SET role_arn = :role, region = :region,"
                    + " external_ids = :externalIds WHERE id = :id")
            .bind("role", role.roleArn())
            .bind("region", role.region())
            .bind("externalIds", KeysText.writeStrings(role.externalIds()))
            .bind("id", id)
            .execute());
  }

  /** Stores, in a caller's transaction, that a mirror's table has another name. */
  public void rename(Handle transaction, String id, TableName name) {
    transaction
        .createUpdate(
            "UPDATE mirror SET database_name = :database, table_name = :table WHERE id = :id")
        .bind("database", name.database())
        .bind("table", name.name())
        .bind("id", id)
        .execute();
  }

  /** Gives a mirror another fingerprint of its schema. */
  public StoredMirror changeSchema(String id, String fingerprint) {
    database.transaction(handle ->
        handle
            .createUpdate("UPDATE mirror SET schema_fingerprint = :f WHERE id = :id")
            .bind("f", fingerprint)
            .bind("id", id)
            .execute());
    return find(id).orElseThrow();
  }

  /**
   * Lets a mirror's next generation be above this number: the table holds rows of generations that
   * are not stored here.
   */
  public StoredMirror raiseGeneration(String id, long highest) {
    database.transaction(handle ->
        handle
            .createUpdate("UPDATE mirror SET generation = max(generation, :g) WHERE id = :id")
            .bind("g", highest)
            .bind("id", id)
            .execute());
    return find(id).orElseThrow();
  }

  /** Forgets a mirror with all that belongs to it. */
  public void delete(String id) {
    database.transaction(handle ->
        handle.createUpdate("DELETE FROM mirror WHERE id = :id").bind("id", id).execute());
  }

  private static StoredMirror read(ResultSet rows) throws SQLException {
    return new StoredMirror(
        rows.getString("id"),
        rows.getString("incarnation"),
        rows.getString("workspace"),
        rows.getString("datasource"),
        new SourceFile(rows.getString("file_path"), rows.getString("file_text")),
        new TableName(rows.getString("database_name"), rows.getString("table_name")),
        rows.getString("table_uuid"),
        rows.getString("schema_fingerprint"),
        KeysText.read(rows.getString("key_attributes")),
        rows.getString("table_arn"),
        rows.getString("table_id"),
        rows.getString("bucket"),
        new RoleTarget(
            rows.getString("role_arn"),
            rows.getString("region"),
            KeysText.readStrings(rows.getString("external_ids"))),
        MirrorState.valueOf(rows.getString("state")),
        MirrorState.valueOf(rows.getString("resume_state")),
        Instant.ofEpochMilli(rows.getLong("since")),
        Optional.ofNullable(rows.getString("reason")),
        Optional.ofNullable(rows.getString("message")),
        rows.getLong("generation"));
  }
}
