package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** ClickHouse is away when the server starts. */
@ExtendWith(EmbeddedEngine.class)
class PuttingRightTest {
  @Test
  void whateverFailsItIsTriedAgainUntilItIsDone(TestDatabase database) {
    GuardedClickHouse guarded = new GuardedClickHouse(database.clickHouse());
    Deque<RuntimeException> failures =
        new ArrayDeque<>(
            List.of(
                new UnavailableException("ClickHouse is away"),
                new IllegalStateException("the state database cannot be written")));
    Runnable work =
        () -> {
          synchronized (failures) {
            if (!failures.isEmpty()) {
              throw failures.pop();
            }
          }
        };

    try (PuttingRight putting = PuttingRight.start(work, guarded)) {
      assertThatThrownBy(guarded::version).isInstanceOf(UnavailableException.class);
      await()
          .atMost(Duration.ofSeconds(10))
          .ignoreException(UnavailableException.class)
          .untilAsserted(() -> assertThat(guarded.version()).isNotEmpty());
      assertThat(failures).isEmpty();
    }
  }
}
