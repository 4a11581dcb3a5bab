package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What ClickHouse does with a block before it is a part. */
@ExtendWith(EmbeddedEngine.class)
class BatchSettingsTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");
  private static final Source SHARD =
      new Source.OfShard("arn:stream", new ShardId("shardId-00000001700000000000-00000000"));
  private static final Source FILE = new Source.OfFile(1, 0);

  @Test
  void versionsOfAKeyBecomeOneOnTheWayInButForAnExportsBlockWhichHasNone(
      TestDatabase database, @TempDir Path directory) throws Exception {
    try (StateDatabase state = StateDatabase.open(directory)) {
      MirroredTestTable mirrored = MirroredTestTable.create(database, "on_the_way_in", state);
      database.execute("SYSTEM STOP MERGES " + mirrored.table().name());

      insertTwoVersions(mirrored, SHARD, "of a stream");
      insertTwoVersions(mirrored, FILE, "of an export");

      assertThat(mirrored.text("SELECT pk, count() FROM TABLE GROUP BY pk ORDER BY pk"))
          .isEqualTo("of a stream\t1\nof an export\t2");
      assertThat(mirrored.text("SELECT pk, note FROM TABLE FINAL ORDER BY pk"))
          .isEqualTo("of a stream\tnew\nof an export\tnew");
      assertThat(mirrored.changes()).as("a view sees all of them").isEqualTo("4\t4");
    }
  }

  private static void insertTwoVersions(MirroredTestTable mirrored, Source source, String key)
      throws InterruptedException {
    BatchBuffer buffer = new BatchBuffer(mirrored.schema(), 1, 1);
    Changes.page(
            List.of(Changes.record(1, AT, key, "old"), Changes.record(2, AT, key, "new")),
            AT,
            "next")
        .forEach(buffer::add);
    Batch batch =
        new Batch(
            "m",
            0,
            1,
            source,
            "1",
            "2",
            buffer.counts(),
            mirrored.schema().fingerprint(),
            "uuid",
            buffer.probes(
                new Partitions(
                    mirrored.clickHouse(), mirrored.schema(), NO_RETRIES, Sleeper.SYSTEM)),
            "token of " + key,
            0);
    mirrored
        .inserter(mirrored.clickHouse(), NO_RETRIES)
        .insert(batch, buffer.rows(), buffer.quarantined(), _ -> {});
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
