package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A mirrored table, batches of its changes, and a ClickHouse that does what a test says. */
@ExtendWith(EmbeddedEngine.class)
abstract class BatchInserterFixture {
  static final Source.OfShard SHARD =
      new Source.OfShard("arn:stream", new ShardId("shardId-00000001700000000000-00000000"));
  static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  MirroredTestTable mirrored;
  FaultyClickHouse clickHouse;
  StateDatabase state;
  final List<String> retried = new ArrayList<>();
  BatchBuffer buffer;

  @BeforeEach
  void open(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(java.util.Locale.ROOT);
    clickHouse = new FaultyClickHouse(database.clickHouse());
    state = StateDatabase.open(directory);
    mirrored = MirroredTestTable.create(database, name, state);
    buffer = new BatchBuffer(mirrored.schema(), 1, 1);
  }

  @AfterEach
  void close() {
    state.close();
  }

  BatchInserter inserter() {
    return mirrored.inserter(
        clickHouse,
        new Retries() {
          @Override
          public void retrying(String cause, String message) {
            retried.add(cause);
          }

          @Override
          public void recovered() {
            retried.add("recovered");
          }
        });
  }

  void insert(Batch batch) throws InterruptedException {
    inserter().insert(batch, buffer.rows(), buffer.quarantined(), _ -> {});
  }

  Batch batch(String... keys) {
    fill(keys);
    return planned("1", Integer.toString(keys.length));
  }

  void fill(String... keys) {
    for (int i = 0; i < keys.length; i++) {
      add(Changes.record(i + 1L, AT, keys[i], "note"));
    }
  }

  void add(Changes.Record record) {
    RecordPage page = Changes.page(List.of(record), AT, "next");
    page.forEach(buffer::add);
  }

  Batch planned(String first, String last) {
    try {
      return new Batch(
          "m",
          0,
          1,
          SHARD,
          first,
          last,
          buffer.counts(),
          mirrored.schema().fingerprint(),
          "uuid",
          buffer.probes(
              new Partitions(mirrored.clickHouse(), mirrored.schema(), NO_RETRIES, Sleeper.SYSTEM)),
          "token " + first + "-" + last,
          0);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final Retries NO_RETRIES =
      new Retries() {
        @Override
        public void retrying(String cause, String message) {
          throw new AssertionError(message);
        }

        @Override
        public void recovered() {}
      };
}
