package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.server.http.HttpProblem;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class QuerySlotsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final List<String> admitted = new CopyOnWriteArrayList<>();

  @Test
  void aTokenLeavesRoomForOthers() throws InterruptedException {
    QuerySlots slots = slots(4, 3, 10, 10, LONG);
    for (int i = 0; i < 3; i++) {
      slots.take("greedy");
    }
    inBackground(slots, "greedy");
    await().until(() -> slots.waiting() == 1);

    slots.take("modest").close();

    assertThat(slots.running()).isEqualTo(3);
    assertThat(slots.waiting()).isEqualTo(1);
  }

  @Test
  void thoseWhoWaitAreLetInByTurns() throws InterruptedException {
    QuerySlots slots = slots(1, 1, 10, 10, LONG);
    QuerySlots.Slot first = slots.take("a");
    for (String token : List.of("a", "a", "a", "b", "c")) {
      int before = slots.waiting();
      inBackground(slots, token);
      await().until(() -> slots.waiting() == before + 1);
    }

    first.close();

    await().until(() -> admitted.size() == 5);
    assertThat(admitted).containsExactly("a", "b", "c", "a", "a");
    await().until(() -> slots.running() == 0);
  }

  @Test
  void aTokenWithTooManyIsToldToTryAgain() throws InterruptedException {
    QuerySlots slots = slots(2, 1, 10, 0, LONG);
    slots.take("one");

    assertThatThrownBy(() -> slots.take("one"))
        .isInstanceOfSatisfying(
            HttpProblem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(429);
              assertThat(problem.headers()).containsEntry("Retry-After", "1");
            })
        .hasMessageContaining("This token has 1 queries running");
  }

  @Test
  void whereAllIsTakenItIsNobodysFault() throws InterruptedException {
    QuerySlots slots = slots(1, 1, 0, 10, LONG);
    slots.take("one");

    assertThatThrownBy(() -> slots.take("other"))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(503));
  }

  @Test
  void nobodyWaitsForEver() throws InterruptedException {
    QuerySlots slots = slots(2, 1, 10, 10, Duration.ofMillis(1));
    slots.take("one");
    slots.take("other");

    assertThatThrownBy(() -> slots.take("one"))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(429));
    assertThatThrownBy(() -> slots.take("third"))
        .isInstanceOfSatisfying(
            HttpProblem.class, problem -> assertThat(problem.status()).isEqualTo(503));
    assertThat(slots.waiting()).isZero();
  }

  @Test
  void whoeverGivesUpWaitingIsForgotten() throws InterruptedException {
    QuerySlots slots = slots(1, 1, 10, 10, LONG);
    QuerySlots.Slot first = slots.take("a");
    Thread waiting = inBackground(slots, "b");
    await().until(() -> slots.waiting() == 1);

    waiting.interrupt();
    waiting.join();

    assertThat(slots.waiting()).isZero();
    first.close();
    first.close();
    assertThat(slots.running()).isZero();
    slots.take("a").close();
  }

  private Thread inBackground(QuerySlots slots, String token) {
    return Thread.startVirtualThread(() -> {
      try (QuerySlots.Slot _ = slots.take(token)) {
        admitted.add(token);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    });
  }

  private static QuerySlots slots(
      int running, int ofOneToken, int waiting, int waitingOfOneToken, Duration patience) {
    return new QuerySlots(
        new QueryLimits(
            running,
            ofOneToken,
            waiting,
            waitingOfOneToken,
            patience,
            Duration.ofMinutes(1),
            1 << 30,
            OptionalLong.empty()));
  }
}
