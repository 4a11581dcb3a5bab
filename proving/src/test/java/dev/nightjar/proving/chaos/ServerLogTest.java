package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLogTest {

  @TempDir Path folder;

  @Test
  void batchesThatWereDoneAndAreMissingAreCountedOverAllLives() throws IOException {
    Path log = folder.resolve("server.log");
    Files.writeString(
        log,
        """
        2026-01-01T00:00:00Z INFO  NightjarServer listening on port 7181
        2026-01-01T00:00:01Z WARN  LedgerCheck mirror t_1: 8 batches of shard a that were done are not in ClickHouse and go in again
        2026-01-01T00:00:02Z INFO  NightjarServer listening on port 7181
        2026-01-01T00:00:03Z WARN  LedgerCheck mirror t_1: 12 batches of file 3 that were done are not in ClickHouse and go in again
        """);

    assertThat(new ServerLog(log).missingBatches()).isEqualTo(20);
  }
}
