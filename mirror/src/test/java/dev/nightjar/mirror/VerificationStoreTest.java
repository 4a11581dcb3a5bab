package dev.nightjar.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.VerificationStore;
import dev.nightjar.mirror.status.LastVerification;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * The last verification of a mirror survives the server; that of a mirror that is gone does not.
 */
@ExtendWith(EmbeddedEngine.class)
class VerificationStoreTest {
  private static final LastVerification FIRST =
      new LastVerification(
          Instant.ofEpochSecond(100),
          Instant.ofEpochSecond(200),
          true,
          4,
          4,
          1000,
          999,
          1,
          2,
          3,
          4,
          5);
  private static final LastVerification SECOND =
      new LastVerification(
          Instant.ofEpochSecond(300),
          Instant.ofEpochSecond(301),
          false,
          40,
          2,
          50,
          50,
          0,
          0,
          0,
          0,
          7);

  @TempDir Path directory;

  @Test
  void theNewestOneIsKept(TestDatabase database) {
    try (StateDatabase state = StateDatabase.open(directory)) {
      MirroredTestTable.create(database, "verified", state);
      VerificationStore store = new VerificationStore(state);
      assertThat(store.last("m")).isEmpty();

      store.store("m", FIRST);
      store.store("m", SECOND);
      store.store("another", FIRST);
    }
    try (StateDatabase state = StateDatabase.open(directory)) {
      VerificationStore store = new VerificationStore(state);
      assertThat(store.last("m")).contains(SECOND);
      assertThat(store.last("another")).isEmpty();
    }
  }
}
