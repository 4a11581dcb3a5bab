package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.stream.StreamStatus;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Switches on what a table lacks, as the specification's access policy foresees, and waits until
 * AWS says that it is on. A stream that is on is never touched, whatever its view type: others may
 * read it.
 */
public final class TableEnabler {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** Pauses until it is given up: about two minutes. */
  private static final int PATIENCE = 30;

  /** The table, or its backups, are being made or changed. */
  private static final Set<String> BUSY =
      Set.of("ContinuousBackupsUnavailableException", "ResourceInUseException");

  private final TableConnection connection;
  private final Sleeper sleeper;

  /** An enabler over a connection that stays the caller's. */
  public TableEnabler(TableConnection connection, Sleeper sleeper) {
    this.connection = connection;
    this.sleeper = sleeper;
  }

  /**
   * Switches on the table's point-in-time recovery and its stream, each where it is off.
   *
   * @return what was switched on, in words for people; empty where nothing was off
   * @throws AwsException if AWS denies or refuses it, or is not done after about two minutes; what
   *     was switched on by then stays on, and the message says so
   */
  public List<String> enable(String tableArn) throws InterruptedException {
    List<String> switched = new ArrayList<>();
    try {
      TableDescription table = describe(tableArn);
      if (!table.pointInTimeRecovery()) {
        patiently(
            tableArn,
            () -> {
              connection.switches().enablePointInTimeRecovery(tableArn);
              return true;
            });
        switched.add("Point-in-Time Recovery (PITR)");
        patiently(tableArn, () -> describe(tableArn).pointInTimeRecovery());
      }
      if (!streamIsOn(table)) {
        patiently(
            tableArn,
            () -> {
              connection.switches().enableStream(tableArn);
              return true;
            });
        switched.add("DynamoDB Streams (NEW_AND_OLD_IMAGES)");
        patiently(tableArn, () -> streamRuns(describe(tableArn)));
      }
      return List.copyOf(switched);
    } catch (AwsException failure) {
      throw switched.isEmpty() ? failure : partly(switched, tableArn, failure);
    }
  }

  private TableDescription describe(String tableArn) {
    return connection
        .tables()
        .describe(tableArn)
        .orElseThrow(() ->
            new NotFoundException(
                "DescribeTable", "", "The DynamoDB table was not found: " + tableArn, null));
  }

  private static boolean streamIsOn(TableDescription table) {
    return table.stream().filter(TableStream::enabled).isPresent();
  }

  private boolean streamRuns(TableDescription table) {
    return streamIsOn(table)
        && connection.streams().describe(table.requireStream().arn()).status()
            == StreamStatus.ENABLED;
  }

  /** Asks until the answer is yes, over all that passes by itself. */
  private void patiently(String tableArn, Supplier<Boolean> step) throws InterruptedException {
    Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, sleeper.jitter());
    while (true) {
      AwsException last;
      try {
        if (step.get()) {
          return;
        }
        last =
            new TransientException(
                "DescribeTable", "", "AWS has not switched " + tableArn + " yet.", null);
      } catch (ThrottledException | TransientException e) {
        last = e;
      } catch (RejectedException e) {
        if (!BUSY.contains(e.awsCode())) {
          throw e;
        }
        last = e;
      }
      if (pause.failures() == PATIENCE) {
        throw last;
      }
      sleeper.sleep(pause.next());
    }
  }

  private static AwsException partly(List<String> switched, String tableArn, AwsException failure) {
    String message =
        String.join(" and ", switched)
            + " of "
            + tableArn
            + (switched.size() == 1 ? " was" : " were")
            + " switched on, and stays so; then: "
            + failure.getMessage();
    return failure instanceof AccessDeniedException
        ? new AccessDeniedException(failure.operation(), failure.awsCode(), message, failure)
        : new RejectedException(failure.operation(), failure.awsCode(), message, failure);
  }
}
