package dev.nightjar.server.token;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts requests by the name of their JWT, a second at a time. It remembers a bounded number of
 * names; the one that was quiet for longest is forgotten first, and begins anew.
 */
final class RateLimits {
  static final int REMEMBERED = 10_000;
  private static final long WINDOW_MILLIS = 1000;

  private record Name(String workspaceId, String name) {}

  private record Window(long began, int requests) {}

  /**
   * How a limit stands after a request.
   *
   * @param limit requests in a second
   * @param remaining how many more this second may have
   * @param resetSeconds when the next begins, at least 1
   * @param exceeded whether this request was one too many
   */
  record Standing(int limit, int remaining, int resetSeconds, boolean exceeded) {}

  private final Clock clock;
  private final Map<Name, Window> windows =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Name, Window> eldest) {
          return size() > REMEMBERED;
        }
      };

  RateLimits(Clock clock) {
    this.clock = clock;
  }

  /** Counts a request; one that is too many is not counted. */
  synchronized Standing count(String workspaceId, String name, int limit) {
    Name of = new Name(workspaceId, name);
    long now = clock.millis();
    Window window = windows.get(of);
    boolean over = window == null || now - window.began() >= WINDOW_MILLIS || now < window.began();
    Window current = over ? new Window(now, 0) : window;
    boolean exceeded = current.requests() >= limit;
    if (!exceeded) {
      current = new Window(current.began(), current.requests() + 1);
    }
    windows.put(of, current);
    return new Standing(limit, Math.max(0, limit - current.requests()), 1, exceeded);
  }

  synchronized int remembered() {
    return windows.size();
  }
}
