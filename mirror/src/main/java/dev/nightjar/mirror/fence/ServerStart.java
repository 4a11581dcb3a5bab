package dev.nightjar.mirror.fence;

import java.util.Optional;

/**
 * One start of a ClickHouse server.
 *
 * @param id no other start has it; empty where ClickHouse does not show one
 * @param second when it was, in seconds by the server's clock
 */
record ServerStart(Optional<String> id, long second) {
  /** Seconds by which a server's clock may be corrected without looking like another start. */
  private static final long CLOCK_STEPS = 2;

  /** Whether both are one start: where either has no id, as far as the times tell. */
  boolean isSameAs(ServerStart other) {
    return id.isPresent() && other.id.isPresent()
        ? id.equals(other.id)
        : Math.abs(second - other.second) <= CLOCK_STEPS;
  }
}
