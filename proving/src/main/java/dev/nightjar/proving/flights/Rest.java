package dev.nightjar.proving.flights;

import java.time.Duration;

/** Waits between two requests. */
final class Rest {

  private Rest() {}

  /**
   * Waits that long.
   *
   * @throws NotWrittenException if the thread is interrupted
   */
  static void of(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotWrittenException("Interrupted.", e);
    }
  }
}
