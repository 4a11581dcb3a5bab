package dev.nightjar.awslocal.faults;

import java.time.Duration;

/** How an answer or a body is held up. */
@FunctionalInterface
public interface Pause {

  /** Returns when that much time has passed. */
  void hold(Duration length) throws InterruptedException;
}
