package dev.nightjar.dynamodb.failure;

import java.time.Duration;

/** Lets time pass. */
@FunctionalInterface
public interface Sleeper {

  /** Really waits. */
  Sleeper SYSTEM = Thread::sleep;

  /** Returns after this long. */
  void sleep(Duration duration) throws InterruptedException;
}
