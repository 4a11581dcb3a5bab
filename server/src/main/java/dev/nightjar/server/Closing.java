package dev.nightjar.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed the newest first, all of it whatever fails. */
final class Closing {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    opened.push(resource);
    return resource;
  }

  /**
   * Closes everything, once.
   *
   * @throws IllegalStateException for the first failure, with the others suppressed
   */
  synchronized void close() {
    IllegalStateException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = new IllegalStateException("not everything stopped cleanly", e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
