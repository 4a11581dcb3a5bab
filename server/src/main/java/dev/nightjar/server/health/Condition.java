package dev.nightjar.server.health;

import java.time.Instant;
import java.util.Optional;

/**
 * How something is that the server needs.
 *
 * @param trouble what is wrong with it; empty where it is well
 * @param since since when it is so
 */
public record Condition(Optional<String> trouble, Instant since) {

  /** Whether it is well. */
  public boolean well() {
    return trouble.isEmpty();
  }
}
