package dev.nightjar.dynamodb.failure;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often the log tells of what fails again and again: at once, and then at most once in a while
 * for each cause. Thread-safe.
 */
public final class LogPace {
  private static final int MOST_CAUSES = 1_000;

  private final Duration least;
  private final Clock clock;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  /**
   * A pace.
   *
   * @param least time between two lines of one cause
   */
  public LogPace(Duration least, Clock clock) {
    this.least = least;
    this.clock = clock;
  }

  /** Whether this cause is to be told now; then it is told. */
  public boolean due(String cause) {
    Instant now = clock.instant();
    Instant before = told.get(cause);
    if (before != null && now.isBefore(before.plus(least))) {
      return false;
    }
    if (before == null && told.size() >= MOST_CAUSES) {
      return false;
    }
    // Of several threads with the same cause one tells it.
    return before == null ? told.putIfAbsent(cause, now) == null : told.replace(cause, before, now);
  }
}
