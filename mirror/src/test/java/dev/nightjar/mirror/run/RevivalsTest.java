package dev.nightjar.mirror.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import dev.nightjar.mirror.MirroredTestTable;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.state.StoredMirror;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Halted mirrors are tried until they start, and not after the end. */
@ExtendWith(EmbeddedEngine.class)
class RevivalsTest {
  @TempDir Path directory;
  private StateDatabase state;
  private StoredMirror stored;

  @BeforeEach
  void store(TestDatabase database, TestInfo test) {
    String name = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    state = StateDatabase.open(directory);
    stored = MirroredTestTable.create(database, name, state).stored();
  }

  @AfterEach
  void close() {
    state.close();
  }

  private record Standing(StoredMirror stored, List<String> causes) implements Revivals.Halted {
    @Override
    public void stillHalted(String cause, String message) {
      causes.add(cause);
    }
  }

  @Test
  void whatFailsIsTriedAgain() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch started = new CountDownLatch(1);
    Standing halted = new Standing(stored, new CopyOnWriteArrayList<>());
    try (Revivals revivals =
        new Revivals(
            _ -> {
              if (attempts.incrementAndGet() < 3) {
                throw new IllegalStateException("not yet");
              }
              started.countDown();
            },
            _ -> {})) {
      revivals.add(halted);

      assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(halted.causes()).containsExactly("internal_error", "internal_error");
    assertThat(attempts).hasValue(3);
  }

  @Test
  void theEndWaitsForTheAttemptsAndNoneFollows() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    Standing halted = new Standing(stored, new CopyOnWriteArrayList<>());
    Revivals revivals =
        new Revivals(
            _ -> {
              inside.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                // As a driver does that takes an interrupt for a failure.
                throw new IllegalStateException("broken off", e);
              } finally {
                ended.incrementAndGet();
              }
            },
            _ -> {});
    revivals.add(halted);
    assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();

    revivals.close();

    assertThat(ended).hasValue(1);
    revivals.add(halted);
    revivals.close();
    assertThat(ended).as("none is begun after the end").hasValue(1);
  }
}
