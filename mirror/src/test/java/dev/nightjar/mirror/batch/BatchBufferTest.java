package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.Changes;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.StateDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The memory of batches. */
@ExtendWith(EmbeddedEngine.class)
class BatchBufferTest {
  private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void aBufferThatWasLargeKeepsTooMuchForASmallShare(TestDatabase database, @TempDir Path directory)
      throws Exception {
    try (StateDatabase state = StateDatabase.open(directory)) {
      MirroredTestTable mirrored = MirroredTestTable.create(database, "large_buffer", state);
      BatchBuffer buffer = new BatchBuffer(mirrored.schema(), 1, 0);
      Changes.page(List.of(Changes.record(1, AT, "key", "x".repeat(4000))), AT, "next")
          .forEach(buffer::add);
      long bytes = buffer.bytes();
      buffer.clear();

      assertThat(buffer.keepsTooMuchFor(new BatchLimits(1, bytes))).isFalse();
      assertThat(buffer.keepsTooMuchFor(new BatchLimits(1, bytes / 3))).isTrue();
      assertThat(new BatchBuffer(mirrored.schema(), 1, 0).keepsTooMuchFor(new BatchLimits(1, 1)))
          .isFalse();
    }
  }
}
