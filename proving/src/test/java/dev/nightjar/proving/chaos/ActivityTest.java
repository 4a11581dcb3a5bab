package dev.nightjar.proving.chaos;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ActivityTest {

  /** Whoever kills processes and ends by an error leaves calm behind that nobody asked for. */
  @Test
  void anErrorThatEndsItIsTold() {
    Activity activity =
        new Activity(
            "killer",
            () -> {
              throw new OutOfMemoryError("no heap is left");
            });
    activity.start();

    await()
        .untilAsserted(() ->
            assertThatThrownBy(activity::check)
                .isInstanceOf(OutOfMemoryError.class)
                .hasMessage("no heap is left"));
    activity.stop();
  }

  @Test
  void whatAnInterruptEndsHasNotFailed() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    Activity activity =
        new Activity(
            "killer",
            () -> {
              begun.countDown();
              Thread.currentThread().join();
            });
    activity.start();
    begun.await();
    activity.stop();

    assertThatCode(activity::check).doesNotThrowAnyException();
  }
}
