package dev.nightjar.mirror.backfill;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import java.time.Duration;

/**
 * Asks AWS how far an export is. AWS promises nowhere that an export can be described as soon as it
 * was requested: one that it does not know is asked for again for half a minute.
 */
public final class ExportLookup {
  private static final int QUESTIONS = 7;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  private final TableConnection connection;
  private final AwsCalls calls;
  private final Sleeper sleeper;

  /** Asks over this connection. */
  public ExportLookup(TableConnection connection, AwsCalls calls, Sleeper sleeper) {
    this.connection = connection;
    this.calls = calls;
    this.sleeper = sleeper;
  }

  /**
   * The export as it is now.
   *
   * @throws GapException if AWS does not know it
   */
  ExportDescription describe(String arn) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    for (int asked = 1; ; asked++) {
      try {
        return calls.call("export_describe", () -> connection.exports().describe(arn));
      } catch (NotFoundException e) {
        if (asked == QUESTIONS) {
          throw new GapException(
              FailureReason.EXPORT_FAILED,
              "AWS does not know the export " + arn + " any more: " + e.getMessage(),
              e);
        }
      }
      sleeper.sleep(pause);
      pause = pause.multipliedBy(2);
    }
  }
}
