package dev.nightjar.proving.world;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Of which generation a change must be at least, by the moment at which it was written: what an
 * export may lack has to win over its rows, whichever generation's export it is.
 */
final class LowestGenerations {
  /** What an export may lack, or have too much, before and after its time. */
  private static final Duration UNSURE = Duration.ofMinutes(1);

  private final NavigableMap<Instant, Long> since = new TreeMap<>();

  /** A generation's export. */
  void exported(long generation, Instant exportTime) {
    since.merge(exportTime.minus(UNSURE), generation, Math::max);
  }

  /** The generation, or a later one; 0 where every export has the change for certain. */
  long of(Instant writtenAt) {
    return since.headMap(writtenAt, true).values().stream()
        .mapToLong(Long::longValue)
        .max()
        .orElse(0);
  }
}
