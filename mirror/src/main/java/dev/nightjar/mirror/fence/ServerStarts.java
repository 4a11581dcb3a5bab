package dev.nightjar.mirror.fence;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The starts of ClickHouse that a mirror has met. A start that it has not met yet is a restart, for
 * which it looks for its newest batches: one that is taken for a restart and is none costs that
 * look, and one that is missed may cost rows.
 *
 * <p>Behind a load balancer each question may reach another server. Each of them looks like a
 * restart once and never again, however often they take turns, so these outlive a mirror's runs.
 * Thread-safe.
 */
public final class ServerStarts {
  /** More servers than stand behind one address; of more, those met last are known. */
  static final int MOST = 64;

  /** The one that was met last is the last. */
  private final Deque<ServerStart> met = new ArrayDeque<>();

  /**
   * Notes a start.
   *
   * @return whether it is a new one
   */
  synchronized boolean meets(ServerStart start) {
    // What is met again takes the place of what it was, for a clock may drift.
    boolean known = met.removeIf(start::isSameAs);
    met.addLast(start);
    if (met.size() > MOST) {
      met.removeFirst();
    }
    return !known;
  }
}
