package dev.nightjar.mirror.state;

import dev.nightjar.dynamodb.change.SequenceNumber;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.mirror.ledger.PositionUpdate;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The shards of one stream of one mirror, as stored. */
public final class ShardStore {
  private static final String ONE =
      " WHERE mirror_id = :m AND stream_arn = :stream AND shard_id = :shard";

  private final StateDatabase database;
  private final String mirrorId;
  private final String streamArn;

  /** A store in a database whose tables are up to date. */
  public ShardStore(StateDatabase database, String mirrorId, String streamArn) {
    this.database = database;
    this.mirrorId = mirrorId;
    this.streamArn = streamArn;
  }

  /** All shards, by id. */
  public List<StoredShard> all() {
    return database.transaction(handle ->
        handle
            .createQuery(
                "SELECT * FROM shard WHERE mirror_id = :m AND stream_arn = :stream"
                    + " ORDER BY shard_id")
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .map((rows, _) -> read(rows))
            .list());
  }

  /** One shard. */
  public Optional<StoredShard> find(ShardId shard) {
    return database.transaction(handle ->
        handle
            .createQuery("SELECT * FROM shard" + ONE)
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .bind("shard", shard.value())
            .map((rows, _) -> read(rows))
            .findOne());
  }

  /**
   * Stores what the shard tree knows, for new shards and known ones; positions stay as they are.
   */
  public void save(Collection<ShardState> states) {
    if (states.isEmpty()) {
      return;
    }
    database.transaction(handle -> {
      states.forEach(state -> save(handle, state));
      return null;
    });
  }

  private void save(Handle handle, ShardState state) {
    handle
        .createUpdate(
            "INSERT INTO shard (mirror_id, stream_arn, shard_id, parent_id, phase, begun, depth,"
                + " starting_sequence, ending_sequence, last_listed_at, finished_at,"
                + " past_boundary, inserted, dropped, quarantined)"
                + " VALUES (:m, :stream, :shard, :parent, :phase, :begun, :depth, :starting,"
                + " :ending, :listed, :finished, 0, 0, 0, 0)"
                + " ON CONFLICT (mirror_id, stream_arn, shard_id) DO UPDATE SET"
                + " parent_id = excluded.parent_id, phase = excluded.phase, begun = excluded.begun,"
                + " depth = excluded.depth, starting_sequence = excluded.starting_sequence,"
                + " ending_sequence = excluded.ending_sequence,"
                + " last_listed_at = excluded.last_listed_at, finished_at = excluded.finished_at")
        .bind("m", mirrorId)
        .bind("stream", streamArn)
        .bind("shard", state.id().value())
        .bind("parent", state.parentId().map(ShardId::value))
        .bind("phase", state.phase().name())
        .bind("begun", state.begun() ? 1 : 0)
        .bind("depth", state.depth())
        .bind("starting", state.startingSequenceNumber().map(SequenceNumber::toString))
        .bind("ending", state.endingSequenceNumber().map(SequenceNumber::toString))
        .bind("listed", state.lastListedAt().map(Instant::toEpochMilli))
        .bind("finished", state.finishedAt().map(Instant::toEpochMilli))
        .execute();
  }

  /**
   * Takes a shard up for reading: where nothing of it has been read, it is past its boundary if its
   * parent is.
   */
  public StoredShard begin(ShardState state, Optional<StoredShard> parent) {
    boolean past = parent.map(StoredShard::pastBoundary).orElse(false);
    database.transaction(handle ->
        handle
            .createUpdate(
                "UPDATE shard SET past_boundary = CASE WHEN :past = 1 THEN 1 ELSE past_boundary"
                    + " END"
                    + ONE)
            .bind("past", past ? 1 : 0)
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .bind("shard", state.id().value())
            .execute());
    return find(state.id()).orElseThrow();
  }

  /** Stores that nothing of a shard is dropped from here on. */
  public void passBoundary(ShardId shard) {
    database.transaction(handle ->
        handle
            .createUpdate("UPDATE shard SET past_boundary = 1" + ONE)
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .bind("shard", shard.value())
            .execute());
  }

  /** Forgets shards. */
  public void delete(Collection<ShardId> shards) {
    if (shards.isEmpty()) {
      return;
    }
    database.transaction(handle -> {
      for (ShardId shard : shards) {
        handle
            .createUpdate("DELETE FROM shard" + ONE)
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .bind("shard", shard.value())
            .execute();
      }
      return null;
    });
  }

  /** Forgets all shards of the stream: it is read anew from its horizon. */
  public void deleteAll() {
    database.transaction(handle ->
        handle
            .createUpdate("DELETE FROM shard WHERE mirror_id = :m AND stream_arn = :stream")
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .execute());
  }

  /**
   * Moves a shard's position past a batch.
   *
   * @param lastAt the time of the batch's last change
   * @param pastBoundary whether its lineage is past its boundary with it; where it was, it stays so
   */
  public PositionUpdate advance(
      ShardId shard,
      SequenceNumber last,
      Instant lastAt,
      boolean pastBoundary,
      Instant readUntil,
      long changes,
      long quarantined) {
    return handle ->
        handle
            .createUpdate(
                "UPDATE shard SET position = :last, position_at = :lastAt,"
                    + " past_boundary = max(past_boundary, :past), read_until = :until,"
                    + " inserted = inserted + :changes, quarantined = quarantined + :q"
                    + ONE)
            .bind("last", last.toString())
            .bind("lastAt", lastAt.toEpochMilli())
            .bind("past", pastBoundary ? 1 : 0)
            .bind("until", readUntil.toEpochMilli())
            .bind("changes", changes)
            .bind("q", quarantined)
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .bind("shard", shard.value())
            .execute();
  }

  /** Moves a shard's position past changes that were dropped, or notes that a page was empty. */
  public void passed(
      ShardId shard,
      Optional<SequenceNumber> position,
      Optional<Instant> positionAt,
      Instant readUntil,
      boolean pastBoundary,
      long dropped) {
    database.transaction(handle ->
        handle
            .createUpdate(
                "UPDATE shard SET position = coalesce(:position, position),"
                    + " position_at = coalesce(:positionAt, position_at),"
                    + " past_boundary = :past, read_until = :until, dropped = :dropped"
                    + ONE)
            .bind("position", position.map(SequenceNumber::toString))
            .bind("positionAt", positionAt.map(Instant::toEpochMilli))
            .bind("past", pastBoundary ? 1 : 0)
            .bind("until", readUntil.toEpochMilli())
            .bind("dropped", dropped)
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .bind("shard", shard.value())
            .execute());
  }

  /** Notes that AWS no longer has the change at the position, and that nothing is lost by that. */
  public void positionGone(ShardId shard) {
    database.transaction(handle ->
        handle
            .createUpdate("UPDATE shard SET position_at = 0" + ONE)
            .bind("m", mirrorId)
            .bind("stream", streamArn)
            .bind("shard", shard.value())
            .execute());
  }

  /**
   * Takes batches back that are not in the table: the oldest is in flight again and comes first, so
   * that the position need not move; a finished shard is to be read again. What continues it waits
   * for that, however far it is read: a later row of an item would hide that an earlier one is not
   * there.
   */
  public PositionUpdate goBack(ShardId shard, long changes, long quarantined) {
    return handle -> {
      handle
          .createUpdate(
              "UPDATE shard SET inserted = inserted - :changes,"
                  + " quarantined = quarantined - :q, phase = 'READABLE', finished_at = NULL"
                  + ONE)
          .bind("changes", changes)
          .bind("q", quarantined)
          .bind("m", mirrorId)
          .bind("stream", streamArn)
          .bind("shard", shard.value())
          .execute();
      handle
          .createUpdate(
              "WITH RECURSIVE later(id) AS (SELECT :shard UNION SELECT shard_id FROM shard, later"
                  + " WHERE mirror_id = :m AND stream_arn = :stream AND parent_id = later.id)"
                  + " UPDATE shard SET phase = 'WAITING', finished_at = NULL"
                  + " WHERE mirror_id = :m AND stream_arn = :stream AND shard_id <> :shard"
                  + " AND shard_id IN (SELECT id FROM later) AND phase IN ('READABLE', 'FINISHED')")
          .bind("m", mirrorId)
          .bind("stream", streamArn)
          .bind("shard", shard.value())
          .execute();
    };
  }

  private static StoredShard read(ResultSet rows) throws SQLException {
    return new StoredShard(
        new ShardState(
            new ShardId(rows.getString("shard_id")),
            Optional.ofNullable(rows.getString("parent_id")).map(ShardId::new),
            ShardState.Phase.valueOf(rows.getString("phase")),
            rows.getLong("begun") != 0,
            rows.getInt("depth"),
            Nullable.sequence(rows, "starting_sequence"),
            Nullable.sequence(rows, "ending_sequence"),
            Nullable.instant(rows, "last_listed_at"),
            Nullable.instant(rows, "finished_at")),
        Nullable.sequence(rows, "position"),
        Nullable.instant(rows, "position_at"),
        rows.getLong("past_boundary") != 0,
        Nullable.instant(rows, "read_until"),
        rows.getLong("inserted"),
        rows.getLong("dropped"),
        rows.getLong("quarantined"));
  }
}
