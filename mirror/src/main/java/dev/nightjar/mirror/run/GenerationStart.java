package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.dynamodb.stream.StreamStatus;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.dynamodb.table.TableStream;
import dev.nightjar.mirror.backfill.AwsCalls;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.GenerationStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Begins a generation: records the stream and stores the token of the export to come. */
final class GenerationStart {
  /** A stream whose label is this close to the table's creation came with the table. */
  private static final Duration WITH_THE_TABLE = Duration.ofSeconds(2);

  private static final Duration ENABLING_PAUSE = Duration.ofSeconds(1);

  private final TableConnection connection;
  private final GenerationStore generations;
  private final AwsCalls calls;
  private final TableLimits limits;
  private final Sleeper sleeper;

  GenerationStart(
      TableConnection connection,
      GenerationStore generations,
      AwsCalls calls,
      TableLimits limits,
      Sleeper sleeper) {
    this.connection = connection;
    this.generations = generations;
    this.calls = calls;
    this.limits = limits;
    this.sleeper = sleeper;
  }

  /** Begins the mirror's next generation. */
  Generation begin(StoredMirror mirror) throws InterruptedException {
    TableDescription table = usable(mirror);
    TableStream stream = table.requireStream();
    StreamDescription enabled = enabled(stream);
    Generation generation =
        new Generation(
            mirror.id(),
            mirror.generation() + 1,
            enabled.answeredAt(),
            stream.arn(),
            exportNotBefore(table, stream, enabled.answeredAt()),
            "nightjar-" + UUID.randomUUID(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    generations.begin(generation);
    return generation;
  }

  private TableDescription usable(StoredMirror mirror) throws InterruptedException {
    TableInspection inspection =
        TableChecks.judge(
            calls.call("describe_table", () -> connection.tables().describe(mirror.tableArn())),
            mirror.tableArn(),
            mirror.role().region(),
            limits);
    return switch (inspection) {
      case TableInspection.Usable(TableDescription table) -> {
        if (!table.tableId().equals(mirror.tableId())) {
          throw new MirrorFailedException(
              FailureReason.TABLE_REPLACED,
              "The DynamoDB table "
                  + mirror.tableArn()
                  + " was deleted and created anew. Drop the data source and deploy it again.");
        }
        yield table;
      }
      case TableInspection.Unusable(var problems, _) -> {
        TableProblem first = problems.getFirst();
        throw new MirrorFailedException(first.reason().code(), first.toString());
      }
    };
  }

  private StreamDescription enabled(TableStream stream) throws InterruptedException {
    while (true) {
      StreamDescription description =
          calls.call("describe_stream", () -> connection.streams().describe(stream.arn()));
      if (description.status() == StreamStatus.ENABLED) {
        return description;
      }
      if (description.status() != StreamStatus.ENABLING) {
        throw new MirrorFailedException(
            FailureReason.STREAM_DISABLED,
            "The stream " + stream.arn() + " is " + description.status() + ", not ENABLED.");
      }
      sleeper.sleep(ENABLING_PAUSE);
    }
  }

  /**
   * A stream that was there before the first item holds every change. Any other must be older than
   * what AWS leaves open around an export's time, counted from the first answer that says ENABLED.
   */
  private static Instant exportNotBefore(
      TableDescription table, TableStream stream, Instant enabledAt) {
    Instant latest = table.creationDateTime().plus(WITH_THE_TABLE);
    boolean cameWithTable =
        stream.createdAt().map(created -> !created.isAfter(latest)).orElse(false);
    return cameWithTable ? enabledAt : enabledAt.plus(Generation.FUZZ);
  }
}
