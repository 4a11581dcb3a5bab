package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks at a mirrored table at the start and every few minutes: has it lost what a mirror needs? It
 * stops nothing, for the stream still holds what was written before; it puts the code that
 * validation would have into the status.
 */
final class TableLookout {
  /** DescribeContinuousBackups takes ten calls a second from a whole account. */
  private static final Duration EVERY = Duration.ofMinutes(5);

  /** What a person is about to mend is looked at sooner. */
  private static final Duration SOON = Duration.ofSeconds(30);

  /** The SDK signs by AWS's clock from about there on. */
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(4);

  private final StoredMirror mirror;
  private final TableConnection connection;
  private final MirrorHealth health;
  private final Sleeper sleeper;

  TableLookout(
      StoredMirror mirror, TableConnection connection, MirrorHealth health, Sleeper sleeper) {
    this.mirror = mirror;
    this.connection = connection;
    this.health = health;
    this.sleeper = sleeper;
  }

  void run() throws InterruptedException {
    while (true) {
      try {
        health.remark(look());
      } catch (CallInterruptedException e) {
        throw new InterruptedException(e.getMessage());
      } catch (AwsException e) {
        missed(e);
      }
      sleeper.sleep(health.remark().isPresent() ? SOON : EVERY);
    }
  }

  private void missed(AwsException failure) {
    health.missed("look_at_table", failure);
    Reason.of(failure)
        .ifPresent(reason ->
            health.remark(
                Optional.of(new MirrorHealth.Remark(reason.code(), failure.getMessage()))));
  }

  private Optional<MirrorHealth.Remark> look() {
    TableInspection inspection =
        TableChecks.judge(
            connection.tables().describe(mirror.tableArn()),
            mirror.tableArn(),
            mirror.role().region(),
            TableLimits.NONE);
    return switch (inspection) {
      case TableInspection.Usable(TableDescription table) -> wrongClock(table.answeredAt());
      case TableInspection.Unusable(var problems, _) -> Optional.of(remark(problems.getFirst()));
    };
  }

  /** Nothing rests on this machine's clock but what people read: logs, ages, times in answers. */
  private Optional<MirrorHealth.Remark> wrongClock(Instant awsTime) {
    Duration ahead = Duration.between(awsTime, health.now());
    if (ahead.abs().compareTo(CLOCK_TOLERANCE) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        new MirrorHealth.Remark(
            Notice.MACHINE_CLOCK_WRONG.code(),
            "This machine's clock is "
                + ahead.abs().toMinutes()
                + " minutes "
                + (ahead.isNegative() ? "behind" : "ahead of")
                + " AWS's. The mirror goes by AWS's, so nothing is lost; times in logs and ages in"
                + " the metrics may be wrong. Set the clock right (by NTP)."));
  }

  private static MirrorHealth.Remark remark(TableProblem problem) {
    String meanwhile =
        problem.reason() == Reason.PITR_DISABLED
            ? " The mirror follows the stream all the same; another export is not possible until then."
            : "";
    return new MirrorHealth.Remark(problem.reason().code(), problem + meanwhile);
  }
}
