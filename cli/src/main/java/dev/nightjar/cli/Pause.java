package dev.nightjar.cli;

import java.time.Duration;

/** Waits between two questions to a server. */
@FunctionalInterface
public interface Pause {

  /** Really waits; Ctrl-C ends it. */
  Pause REAL =
      time -> {
        try {
          Thread.sleep(time);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new UserException("Interrupted.", e);
        }
      };

  /**
   * Waits that long.
   *
   * @throws UserException if the thread is interrupted
   */
  void sleep(Duration time);
}
