package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.FaultyClickHouse;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.Probe;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An insert makes a part in each partition, so that each needs a row that proves it. */
@ExtendWith(EmbeddedEngine.class)
class PartitionsTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @TempDir Path directory;
  private final List<String> retried = new ArrayList<>();
  private final Retries retries =
      new Retries() {
        @Override
        public void retrying(String cause, String message) {
          retried.add(cause);
        }

        @Override
        public void recovered() {
          retried.add("recovered");
        }
      };

  @Test
  void eachPartitionIsProbedByItsLastRow(TestDatabase database) throws Exception {
    try (StateDatabase state = StateDatabase.open(directory)) {
      MirroredTestTable mirrored =
          MirroredTestTable.create(
              database, "partitioned", state, "ENGINE_PARTITION_KEY \"substring(pk, 1, 1)\"");
      BatchBuffer buffer = new BatchBuffer(mirrored.schema(), 1, 1);
      List<String> keys = List.of("a1", "b1", "it's", "a2", "b\\2");
      for (int i = 0; i < keys.size(); i++) {
        Changes.page(
                List.of(Changes.record(i + 1L, AT, keys.get(i).replace("\\", "\\\\"), "n")),
                AT,
                "next")
            .forEach(buffer::add);
      }

      List<Probe> probes = buffer.probes(partitions(mirrored));

      assertThat(probes)
          .extracting(probe -> probe.key().getFirst())
          .containsExactly("it's", "a2", "b\\2");
      mirrored.insert(buffer.rows());
      Prober prober =
          new Prober(
              mirrored.clickHouse(),
              mirrored.table(),
              dev.nightjar.mirror.MirrorSpec.quarantineOf(mirrored.table()),
              mirrored.schema());
      assertThat(probes).allMatch(prober::holds);
      mirrored.text("ALTER TABLE TABLE DROP PARTITION 'a'");
      assertThat(probes).extracting(prober::holds).containsExactly(true, false, true);
    }
  }

  @Test
  void manyLongKeysAreAskedForBitByBit(TestDatabase database) throws Exception {
    try (StateDatabase state = StateDatabase.open(directory)) {
      MirroredTestTable mirrored =
          MirroredTestTable.create(
              database, "many", state, "ENGINE_PARTITION_KEY \"substring(pk, 1, 1)\"");
      FaultyClickHouse clickHouse = new FaultyClickHouse(mirrored.clickHouse());
      Partitions partitions =
          new Partitions(clickHouse, mirrored.schema(), retries, Sleeper.SYSTEM);
      List<List<String>> keys = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        keys.add(List.of((i == 100 ? "z" : i % 2 == 0 ? "a" : "b") + "é".repeat(60), "" + i));
      }

      assertThat(partitions.lastRows(keys)).containsExactly(100, 1_998, 1_999);
    }
  }

  @Test
  void aTableWithoutPartitionsIsNotAskedFor(TestDatabase database) throws Exception {
    try (StateDatabase state = StateDatabase.open(directory)) {
      MirroredTestTable mirrored = MirroredTestTable.create(database, "unpartitioned", state);
      Partitions partitions =
          new Partitions(new FaultyClickHouse(null), mirrored.schema(), retries, Sleeper.SYSTEM);

      assertThat(partitions.lastRows(List.of(List.of("a", "s"), List.of("b", "s"))))
          .containsExactly(1);
      assertThat(partitions.lastRows(List.of())).isEmpty();
    }
  }

  private Partitions partitions(MirroredTestTable mirrored) {
    return new Partitions(mirrored.clickHouse(), mirrored.schema(), retries, Sleeper.SYSTEM);
  }
}
