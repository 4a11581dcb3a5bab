package dev.nightjar.dynamodb.failure;

import java.time.Duration;

/** Lets time pass; {@code Thread::sleep} is one. */
@FunctionalInterface
public interface Sleeper {

  /** Returns after this long. */
  void sleep(Duration duration) throws InterruptedException;
}
