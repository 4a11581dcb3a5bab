package dev.nightjar.mirror.fence;

import java.time.Instant;

/** What a mirror found in the comment of its table when it claimed it. */
public sealed interface Claimed {

  /** The mirror's own last claim, or none: nothing is wrong. */
  record AsLeft() implements Claimed {}

  /**
   * A later claim of the same mirror than the state database knows: that is a copy from before, or
   * a server with a copy of the data directory has run meanwhile.
   *
   * @param generation the highest generation that the table may hold rows of
   * @param claimedAt when that claim was made
   */
  record StateIsOlder(long generation, Instant claimedAt) implements Claimed {}

  /**
   * An earlier claim than the state database knows: ClickHouse is a copy from before.
   *
   * @param claimedAt when that claim was made; the epoch of Unix where there is none at all
   */
  record ClickHouseIsOlder(Instant claimedAt) implements Claimed {}
}
