package dev.nightjar.mirror.tailing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.dynamodb.stream.ShardState;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.mirror.BlockMemory;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.PollBudget;
import dev.nightjar.mirror.StandingClock;
import dev.nightjar.mirror.Tuning;
import dev.nightjar.mirror.batch.BatchLimits;
import dev.nightjar.mirror.batch.InsertPacer;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.ShardStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What readers of a stream share in tests of theirs: everything real, with a time that passes while
 * they wait.
 *
 * @param clickHouse where it inserts
 * @param memory how large batches may be
 * @param sleeper is told of pauses, after the time has passed
 */
record TestTail(
    MirroredTestTable mirrored,
    ClickHouse clickHouse,
    ShardStore shards,
    StreamClient streams,
    MemoryShare memory,
    Retries retries,
    StandingClock clock,
    Sleeper sleeper) {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String STREAM = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders/stream/1";

  static final Retries UNTOLD =
      new Retries() {
        @Override
        public void retrying(String cause, String message) {}

        @Override
        public void recovered() {}
      };

  /** One of the usual size, about whose failures nobody is told. */
  static Tail of(
      MirroredTestTable mirrored, ClickHouse clickHouse, ShardStore shards, StandingClock clock) {
    return new TestTail(
            mirrored,
            clickHouse,
            shards,
            new ScriptedStream(),
            new MemoryShare(new BlockMemory(64L << 20), new BatchLimits(1000, 1L << 20)),
            UNTOLD,
            clock,
            _ -> {})
        .of(1, ReadingLimit.NONE);
  }

  Tail of(long generation, ReadingLimit limit) {
    return new Tail(
        mirrored.stored(),
        exported(generation),
        mirrored.schema(),
        streams,
        limit,
        shards,
        mirrored.ledger(),
        mirrored.inserter(clickHouse, retries),
        new Partitions(clickHouse, mirrored.schema(), retries, _ -> {}),
        new InsertPacer(Duration.ofMillis(200)),
        memory,
        retries,
        Tuning.STANDARD,
        new PollBudget(PollBudget.USUAL),
        clock,
        new AwsTime(clock),
        pause -> {
          clock.advance(pause);
          sleeper.sleep(pause);
        });
  }

  private static Generation exported(long number) {
    return new Generation(
        "m",
        number,
        number == 1,
        NOW,
        STREAM,
        NOW,
        "token",
        Optional.of(NOW),
        Optional.of("arn"),
        Optional.of("COMPLETED"),
        Optional.of(NOW),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A shard that can be read, of which nothing was. */
  static ShardState readable(ShardId id, int depth) {
    return new ShardState(
        id,
        Optional.empty(),
        ShardState.Phase.READABLE,
        true,
        depth,
        Optional.empty(),
        Optional.empty(),
        Optional.of(NOW),
        Optional.empty());
  }
}
