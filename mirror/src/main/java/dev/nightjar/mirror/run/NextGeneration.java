package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.stream.StreamDescription;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableStream;
import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorFailedException;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.tailing.ReadingLimit;
import dev.nightjar.mirror.tailing.StreamSettlement;
import java.time.Duration;
import java.util.Optional;

/**
 * Begins the generation that heals a gap: settles what the one before has left, waits for a table
 * that can be mirrored, and records its stream. What is read from then on is of the new generation.
 */
final class NextGeneration {
  /** How often a table is looked at that somebody must change. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

  private final RunTools tools;
  private final StoredMirror mirror;
  private final MirrorRun.Listener listener;

  NextGeneration(RunTools tools, StoredMirror mirror, MirrorRun.Listener listener) {
    this.tools = tools;
    this.mirror = mirror;
    this.listener = listener;
  }

  /**
   * Begins it; it is stored when this returns.
   *
   * @throws MirrorFailedException if it would be the second for the same cause within a day, or the
   *     table that is there now does not fit
   */
  Generation begin(Generation ended, Gap gap) throws InterruptedException {
    listener.moved(MirrorState.HEALING, Optional.of(gap.cause()), Optional.of(gap.message()));
    settle(ended, gap);
    while (true) {
      TableDescription table = usable();
      HealingGuard.objection(
              gap,
              tools.stores().gaps().all(mirror.id()),
              table.answeredAt(),
              table.sizeBytes(),
              mirror.datasource())
          .ifPresent(objection -> {
            throw new MirrorFailedException(FailureReason.HEALING_AGAIN, objection);
          });
      TableStream stream = table.requireStream();
      Optional<StreamDescription> enabled = new EnabledStream(tools).await(stream.arn());
      if (enabled.isPresent()) {
        return store(table, enabled.get(), gap);
      }
      tools.options().sleeper().sleep(LOOK_EVERY);
    }
  }

  private void settle(Generation ended, Gap gap) throws InterruptedException {
    EndedBatches batches =
        new EndedBatches(
            mirror,
            tools.stores().ledger(),
            tools.inserter(),
            stream -> new StreamSettlement(tools.tail(mirror, ended, stream, ReadingLimit.NONE)));
    long abandoned = batches.settle();
    if (abandoned > 0) {
      tools.stores().gaps().abandoned(gap, abandoned);
    }
  }

  private TableDescription usable() throws InterruptedException {
    while (true) {
      Optional<TableDescription> found =
          tools
              .calls()
              .call(
                  "describe_table", () -> tools.connection().tables().describe(mirror.tableArn()));
      switch (TableReadiness.of(mirror, found)) {
        case TableReadiness.Ready(TableDescription table) -> {
          return table;
        }
        case TableReadiness.NotYet(String reason, String message) ->
            listener.moved(MirrorState.HEALING, Optional.of(reason), Optional.of(message));
        case TableReadiness.Never(String message) ->
            throw new MirrorFailedException(FailureReason.TABLE_UNUSABLE, message);
      }
      tools.options().sleeper().sleep(LOOK_EVERY);
    }
  }

  private Generation store(TableDescription table, StreamDescription stream, Gap gap) {
    if (gap.cause().equals(FailureReason.SHARD_LINEAGE.code())) {
      // What was taken for a root, and is none, is to be found with its parent, and read after it:
      // also what was read to its end, or its parent's changes would beat its own.
      ShardStore shards = tools.stores().shards(mirror.id(), stream.streamArn());
      shards.deleteAll();
    }
    Generation generation =
        Generation.begun(
            mirror.id(),
            mirror.generation() + 1,
            false,
            stream.answeredAt(),
            stream.streamArn(),
            stream.answeredAt().plus(Generation.FUZZ));
    tools.stores().generations().begin(generation, gap, table.tableId());
    return generation;
  }
}
