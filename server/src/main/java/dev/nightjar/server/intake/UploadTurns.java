package dev.nightjar.server.intake;

import dev.nightjar.server.http.HttpProblem;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Lets a few files be read at a time. Thread-safe. */
final class UploadTurns {
  private static final int AT_A_TIME = 8;
  private static final int AGAIN_AFTER_SECONDS = 10;

  private final Semaphore free = new Semaphore(AT_A_TIME);

  /**
   * Reads a file now.
   *
   * @throws HttpProblem 429 when others are being read
   */
  <T> T take(Supplier<T> reading) {
    if (!free.tryAcquire()) {
      throw HttpProblem.tooManyRequests(
          AT_A_TIME + " other files are being read. Send this one again when one is done.",
          AGAIN_AFTER_SECONDS,
          Map.of());
    }
    try {
      return reading.get();
    } finally {
      free.release();
    }
  }
}
