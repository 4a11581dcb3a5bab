package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import java.util.List;
import java.util.Optional;

/**
 * The whole look at a table before it is mirrored: its description, and whether the role may read
 * its stream. An export costs money, so what can be known before is found out before.
 */
public final class TableValidation {
  private TableValidation() {}

  /**
   * Looks.
   *
   * @throws AwsException where AWS could not be asked about the table (network, throttling)
   */
  public static TableInspection of(
      TableConnection connection, String tableArn, TableLimits limits) {
    TableInspection inspection = connection.tables().inspect(tableArn, limits);
    return switch (inspection) {
      case TableInspection.Unusable _ -> inspection;
      case TableInspection.Usable(var table) ->
          denied(connection.streams(), table.requireStream().arn())
              .<TableInspection>map(
                  problem -> new TableInspection.Unusable(List.of(problem), Optional.of(table)))
              .orElse(inspection);
    };
  }

  /** What keeps the role from reading the stream: tried with the calls that a reader makes. */
  private static Optional<TableProblem> denied(StreamClient streams, String streamArn) {
    try {
      List<Shard> shards = streams.describePage(streamArn, Optional.empty()).shards();
      if (!shards.isEmpty()) {
        Shard newest = shards.getLast();
        streams.records(
            streams.shardIterator(streamArn, newest.id(), new IteratorPosition.Latest()));
      }
      return Optional.empty();
    } catch (CallInterruptedException stopped) {
      throw stopped;
    } catch (AwsException failure) {
      // A shard that is gone, or a limit that is reached, says that the role may ask; whatever else
      // it is, the reader meets it, waits, and says so.
      return Reason.of(failure).map(reason -> new TableProblem(reason, failure.getMessage(), ""));
    }
  }
}
