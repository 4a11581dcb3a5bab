package dev.nightjar.mirror.status;

import java.time.Instant;
import java.util.Optional;

/**
 * What a mirror has lost sight of, and what became of it.
 *
 * @param gapsFound gaps, and other reasons for a new generation, since the mirror began
 * @param gapsHealed those of them that are healed
 * @param cause the last one's code
 * @param foundAt when it was found
 * @param healedAt when it was healed; empty as long as it is not
 * @param abandonedBatches batches that were in flight when a gap was found and could neither be
 *     found nor read again: the new generation covers their changes, a materialized view has not
 *     seen them
 */
public record HealingStatus(
    long gapsFound,
    long gapsHealed,
    Optional<String> cause,
    Optional<Instant> foundAt,
    Optional<Instant> healedAt,
    long abandonedBatches) {

  /** Nothing was ever lost. */
  public static final HealingStatus NONE =
      new HealingStatus(0, 0, Optional.empty(), Optional.empty(), Optional.empty(), 0);

  /** Whether a gap is not healed yet. */
  public boolean open() {
    return gapsHealed < gapsFound;
  }
}
