package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Lets a process live for a while, ends it and starts it again, over and over: mostly with SIGKILL
 * some seconds after it was ready, sometimes while it starts, sometimes with SIGTERM.
 */
final class Killer {

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration SLOWEST_START = Duration.ofMinutes(10);

  private final Child child;
  private final Readiness ready;
  private final Supplier<String> phase;
  private final Duration longestLife;
  private final Tally tally;
  private final SplittableRandom random;
  private Duration start = Duration.ofSeconds(3);

  /**
   * @param ready whether the process does what it is there for
   * @param phase the mirror's state, for the count
   * @param longestLife how long a process that is ready lives at most
   */
  Killer(
      Child child,
      Readiness ready,
      Supplier<String> phase,
      Duration longestLife,
      Tally tally,
      SplittableRandom random) {
    this.child = child;
    this.ready = ready;
    this.phase = phase;
    this.longestLife = longestLife;
    this.tally = tally;
    this.random = random;
  }

  /** Whether a process is ready. */
  @FunctionalInterface
  interface Readiness {
    /** Asks it. */
    boolean ask() throws InterruptedException;
  }

  /** One life: starts it if it does not run, waits, ends it. */
  void next() throws InterruptedException {
    long started = System.nanoTime();
    child.start();
    if (random.nextInt(8) == 0) {
      live(Duration.ofMillis(random.nextLong(Math.max(1, start.toMillis()))));
    } else {
      awaitReady();
      start = Duration.ofNanos(System.nanoTime() - started);
      // On a machine with much else to do everything takes longer than usual.
      Duration most = Collections.max(List.of(longestLife, start.multipliedBy(2)));
      live(Duration.ofMillis(random.nextLong(200, most.toMillis())));
    }
    String at = phase.get();
    if (random.nextInt(10) == 0) {
      tally.killed(child.name() + " SIGTERM", at);
      child.terminate();
    } else {
      tally.killed(child.name() + child.howItIsKilled(), at);
      child.kill();
    }
  }

  /**
   * Starts it if it does not run, and waits until it is ready.
   *
   * @throws ChaosFailedException if that takes more than minutes
   */
  void revive() throws InterruptedException {
    child.start();
    awaitReady();
  }

  private void live(Duration life) throws InterruptedException {
    Thread.sleep(life);
    child.check();
  }

  private void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + SLOWEST_START.toNanos();
    while (!ready.ask()) {
      child.check();
      if (System.nanoTime() > end) {
        throw new ChaosFailedException(
            "The " + child.name() + " is not ready after " + SLOWEST_START.toMinutes() + " min.");
      }
      Thread.sleep(BETWEEN_LOOKS);
    }
  }
}
