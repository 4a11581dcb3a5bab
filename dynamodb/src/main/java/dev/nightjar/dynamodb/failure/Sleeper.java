package dev.nightjar.dynamodb.failure;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {

  /** Really waits. */
  Sleeper SYSTEM = Thread::sleep;

  /** Returns after this long. */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * What the random parts of pauses are drawn from, for one thread; a simulation draws them from
   * its seed.
   */
  default RandomGenerator jitter() {
    return new SplittableRandom();
  }
}
