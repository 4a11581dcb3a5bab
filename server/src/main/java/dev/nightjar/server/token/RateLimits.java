package dev.nightjar.server.token;

import java.time.Clock;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts requests by the name of their JWT, a second at a time. It remembers a bounded number of
 * names of each workspace; the one that was quiet for longest is forgotten first, and begins anew.
 */
final class RateLimits {
  static final int REMEMBERED = 10_000;
  private static final long WINDOW_MILLIS = 1000;

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
  private final Map<String, Map<String, Window>> byWorkspace = new HashMap<>();

  RateLimits(Clock clock) {
    this.clock = clock;
  }

  /** Counts a request; one that is too many is not counted. */
  synchronized Standing count(String workspaceId, String name, int limit) {
    Map<String, Window> windows = byWorkspace.computeIfAbsent(workspaceId, id -> windows());
    long now = clock.millis();
    Window window = windows.get(name);
    boolean over = window == null || now - window.began() >= WINDOW_MILLIS || now < window.began();
    Window current = over ? new Window(now, 0) : window;
    boolean exceeded = current.requests() >= limit;
    if (!exceeded) {
      current = new Window(current.began(), current.requests() + 1);
    }
    windows.put(name, current);
    return new Standing(limit, Math.max(0, limit - current.requests()), 1, exceeded);
  }

  /** Forgets the names of a workspace that is deleted. */
  synchronized void forget(String workspaceId) {
    byWorkspace.remove(workspaceId);
  }

  synchronized int remembered() {
    return byWorkspace.values().stream().mapToInt(Map::size).sum();
  }

  private static Map<String, Window> windows() {
    return new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
