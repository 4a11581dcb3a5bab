package dev.nightjar.mirror.time;

import java.time.Duration;

/** Waits; a test's waits by moving its clock. */
@FunctionalInterface
public interface Sleeper {
  /** Waits as long as it says. */
  Sleeper REAL = Thread::sleep;

  /**
   * Waits.
   *
   * @throws InterruptedException if the thread is told to stop
   */
  void sleep(Duration duration) throws InterruptedException;
}
