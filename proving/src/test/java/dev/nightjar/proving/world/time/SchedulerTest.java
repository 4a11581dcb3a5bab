package dev.nightjar.proving.world.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class SchedulerTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final Scheduler scheduler = new Scheduler(START, 4711);
  private final List<String> happened = new ArrayList<>();

  @Test
  void daysPassAtOnce() {
    AtomicReference<SimulatedProcess> process = new AtomicReference<>();
    process.set(
        scheduler.start(
            "sleeper",
            () -> {
              process.get().pass(Duration.ofDays(3));
              happened.add("awake");
            }));
    scheduler.at(START.plus(Duration.ofDays(1)), () -> happened.add("a day"));

    scheduler.run(() -> happened.contains("awake"));

    assertThat(happened).containsExactly("a day", "awake");
    assertThat(scheduler.now()).isEqualTo(START.plus(Duration.ofDays(3)));
  }

  @Test
  void threadsThatAThreadStartsAreScheduledTooAndWaitForEachOther() {
    scheduler.start(
        "parent",
        () -> {
          CountDownLatch latch = new CountDownLatch(2);
          Thread.startVirtualThread(latch::countDown);
          Thread.startVirtualThread(latch::countDown);
          try {
            latch.await();
            happened.add("both are done");
          } catch (InterruptedException e) {
            happened.add("interrupted");
          }
        });

    scheduler.run(() -> !happened.isEmpty());

    assertThat(happened).containsExactly("both are done");
  }

  /** As one is that meets another history at a monitor that the JVM has once. */
  @Test
  void timeAndOtherThreadsWaitForOneThatIsHeldUpFromOutside() throws InterruptedException {
    Object shared = new Object();
    AtomicReference<Thread> heldUp = new AtomicReference<>();
    CountDownLatch held = new CountDownLatch(1);
    Thread outside =
        Thread.ofPlatform()
            .start(() -> {
              synchronized (shared) {
                held.countDown();
                while (heldUp.get() == null || heldUp.get().getState() != Thread.State.BLOCKED) {
                  Thread.onSpinWait();
                }
              }
            });
    held.await();
    scheduler.start(
        "held up",
        () -> {
          heldUp.set(Thread.currentThread());
          Thread.startVirtualThread(() -> happened.add("another"));
          synchronized (shared) {
            happened.add("goes on at " + scheduler.now());
          }
        });
    scheduler.at(START.plusSeconds(1), () -> happened.add("a second"));

    scheduler.run(() -> happened.size() == 3);
    outside.join();

    assertThat(happened).containsExactly("goes on at " + START, "another", "a second");
  }

  /** As a library has for a cache that all histories share. */
  @Test
  void theyWaitForOneThatWaitsForALockFromOutsideToo() throws InterruptedException {
    ReentrantLock shared = new ReentrantLock();
    CountDownLatch held = new CountDownLatch(1);
    Thread outside =
        Thread.ofPlatform()
            .start(() -> {
              shared.lock();
              held.countDown();
              while (!shared.hasQueuedThreads()) {
                Thread.onSpinWait();
              }
              shared.unlock();
            });
    held.await();
    scheduler.start(
        "held up",
        () -> {
          Thread.startVirtualThread(() -> happened.add("another"));
          shared.lock();
          happened.add("goes on at " + scheduler.now());
          shared.unlock();
        });
    scheduler.at(START.plusSeconds(1), () -> happened.add("a second"));

    scheduler.run(() -> happened.size() == 3);
    outside.join();

    assertThat(happened).containsExactly("goes on at " + START, "another", "a second");
  }

  /** A lock of this world is let go of in this world's time. */
  @Test
  void aLockThatAThreadOfThisWorldHasHoldsUpNobodyElse() {
    ReentrantLock own = new ReentrantLock();
    AtomicReference<SimulatedProcess> process = new AtomicReference<>();
    process.set(
        scheduler.start(
            "first",
            () -> {
              own.lock();
              Thread.startVirtualThread(() -> {
                own.lock();
                happened.add("second at " + scheduler.now());
              });
              process.get().pass(Duration.ofHours(1));
              own.unlock();
            }));

    scheduler.run(() -> !happened.isEmpty());

    assertThat(happened).containsExactly("second at " + START.plus(Duration.ofHours(1)));
  }

  @Test
  void aKilledProcessDoesNothingMoreNotEvenWhatIsInFinally() {
    AtomicReference<SimulatedProcess> process = new AtomicReference<>();
    process.set(
        scheduler.start(
            "victim",
            () -> {
              try {
                happened.add("alive");
                process.get().pass(Duration.ofSeconds(5));
                happened.add("still alive");
              } finally {
                happened.add("cleaned up");
              }
            }));
    scheduler.at(START.plusSeconds(1), () -> process.get().kill());
    scheduler.at(START.plusSeconds(9), () -> happened.add("later"));

    scheduler.run(() -> happened.contains("later"));

    assertThat(happened).containsExactly("alive", "later");
  }

  @Test
  void anInterruptWakesASleeper() {
    AtomicReference<SimulatedProcess> process = new AtomicReference<>();
    AtomicReference<Thread> thread = new AtomicReference<>();
    process.set(
        scheduler.start(
            "sleeper",
            () -> {
              thread.set(Thread.currentThread());
              try {
                process.get().sleep(Duration.ofDays(1));
              } catch (InterruptedException e) {
                happened.add("interrupted at " + scheduler.now());
              }
            }));
    scheduler.at(START.plusSeconds(2), () -> thread.get().interrupt());

    scheduler.run(() -> !happened.isEmpty());

    assertThat(happened).containsExactly("interrupted at " + START.plusSeconds(2));
  }

  @Test
  void whereNothingCanHappenAnyMoreItSaysSo() {
    assertThatThrownBy(() -> scheduler.run(() -> false))
        .hasMessageContaining("nothing is left that could happen");
  }
}
