package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspector;
import dev.nightjar.dynamodb.table.TableStream;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import java.time.Instant;
import java.util.Optional;

/** Asks whether a mirror's table and stream are still the ones that it began with. */
public final class TableWatch {
  private final TableInspector tables;

  /** A watch that asks this inspector. */
  public TableWatch(TableInspector tables) {
    this.tables = tables;
  }

  /**
   * Asks.
   *
   * @return when AWS answered, by its clock
   * @throws GapException if they are not; the message says which
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked
   */
  public Instant check(StoredMirror mirror, Generation generation) {
    Optional<TableDescription> table = tables.describe(mirror.tableArn());
    if (table.isEmpty()) {
      throw failed(
          FailureReason.TABLE_DELETED,
          "The DynamoDB table was not found. AWS knows no " + mirror.tableArn() + " any more.");
    }
    if (!table.get().tableId().equals(mirror.tableId())) {
      throw failed(
          FailureReason.TABLE_REPLACED,
          "The DynamoDB table " + mirror.tableArn() + " was deleted and created anew.");
    }
    Optional<TableStream> stream = table.get().stream();
    if (stream.isPresent() && !stream.get().arn().equals(generation.streamArn())) {
      throw failed(
          FailureReason.STREAM_REPLACED,
          "The table's stream was switched off and on again: changes between its old stream "
              + generation.streamArn()
              + " and the new one are in neither.");
    }
    if (stream.isEmpty() || !stream.get().enabled()) {
      throw failed(
          FailureReason.STREAM_DISABLED,
          "DynamoDB Streams must be enabled. The table's stream is switched off: changes since then are in no stream."
              + " Switch DynamoDB Streams on (NEW_AND_OLD_IMAGES).");
    }
    return table.get().answeredAt();
  }

  private static GapException failed(FailureReason reason, String message) {
    return new GapException(reason, message);
  }
}
