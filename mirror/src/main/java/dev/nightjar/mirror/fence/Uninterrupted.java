package dev.nightjar.mirror.fence;

import dev.nightjar.clickhouse.ClickHouseException;

/** Asks ClickHouse something in a thread that may have been told to stop. */
final class Uninterrupted {
  private Uninterrupted() {}

  /**
   * Asks, and once more where an interrupt has ended the question. The thread is interrupted
   * afterwards if it was before or meanwhile.
   */
  static void run(Runnable question) {
    boolean interrupted = Thread.interrupted();
    try {
      question.run();
    } catch (ClickHouseException e) {
      if (!Thread.interrupted()) {
        throw e;
      }
      interrupted = true;
      question.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
