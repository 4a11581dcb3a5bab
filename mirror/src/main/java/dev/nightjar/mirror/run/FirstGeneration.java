package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.dynamodb.table.TableStream;
import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorFailedException;
import java.time.Instant;
import java.util.Optional;

/** Begins the first generation: records the stream and stores the token of the export to come. */
final class FirstGeneration {
  private final RunTools tools;
  private final StoredMirror mirror;

  FirstGeneration(RunTools tools, StoredMirror mirror) {
    this.tools = tools;
    this.mirror = mirror;
  }

  /**
   * Begins it; it is stored when this returns.
   *
   * @param gap what it heals, where the table holds rows of an earlier mirror
   */
  Generation begin(Optional<Gap> gap) throws InterruptedException {
    TableDescription table = usable();
    TableStream stream = table.requireStream();
    StreamDescription enabled =
        new EnabledStream(tools)
            .await(stream.arn())
            .orElseThrow(() ->
                new MirrorFailedException(
                    FailureReason.STREAM_DISABLED,
                    "The stream " + stream.arn() + " is not ENABLED. Switch DynamoDB Streams on."));
    Generation generation =
        Generation.begun(
            mirror.id(),
            mirror.generation() + 1,
            gap.isEmpty(),
            enabled.answeredAt(),
            stream.arn(),
            exportNotBefore(table, stream, enabled.answeredAt()));
    if (gap.isPresent()) {
      tools.stores().generations().begin(generation, gap.get(), table.tableId());
    } else {
      tools.stores().generations().begin(generation, table.tableId());
    }
    return generation;
  }

  private TableDescription usable() throws InterruptedException {
    TableInspection inspection =
        TableChecks.judge(
            tools
                .calls()
                .call(
                    "describe_table",
                    () -> tools.connection().tables().describe(mirror.tableArn())),
            mirror.tableArn(),
            mirror.role().region(),
            tools.options().limits());
    return switch (inspection) {
      case TableInspection.Usable(TableDescription table) -> {
        // Nothing was loaded yet: another table of the name, with the same key, is as good.
        Optional<String> otherKey = TableReadiness.otherKey(mirror, table);
        if (otherKey.isPresent()) {
          throw new MirrorFailedException(FailureReason.TABLE_UNUSABLE, otherKey.get());
        }
        yield table;
      }
      case TableInspection.Unusable(var problems, _) -> {
        TableProblem first = problems.getFirst();
        throw new MirrorFailedException(first.reason().code(), first.toString());
      }
    };
  }

  /**
   * A stream that was there before the first item holds every change. Any other must be older than
   * what AWS leaves open around an export's time, counted from the first answer that says ENABLED.
   */
  private static Instant exportNotBefore(
      TableDescription table, TableStream stream, Instant enabledAt) {
    return stream.cameWithTable(table.creationDateTime())
        ? enabledAt
        : enabledAt.plus(Generation.FUZZ);
  }
}
