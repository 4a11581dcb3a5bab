package dev.nightjar.mirror;

import java.time.Duration;

/**
 * How fast and how large.
 *
 * @param batchRows rows of a block at most; below the block size that every insert states
 * @param batchBytes bytes of a block at which it is inserted
 * @param insertInterval least time between two inserts of one mirror as long as its batches are
 *     small
 * @param pollMin pause between two questions to a shard that has just had records
 * @param pollMax pause between two questions to a shard that has had none for long
 * @param listingInterval time between two listings of a stream's shards
 * @param exportPollMin first pause between two questions for an export's state
 * @param exportPollMax longest pause between them
 * @param exportPatience how long AWS may work on an export before it is given up
 * @param loaders files that are loaded at the same time
 * @param startPatience how long {@link Mirrors#start} waits for AWS
 */
public record Tuning(
    int batchRows,
    long batchBytes,
    Duration insertInterval,
    Duration pollMin,
    Duration pollMax,
    Duration listingInterval,
    Duration exportPollMin,
    Duration exportPollMax,
    Duration exportPatience,
    int loaders,
    Duration startPatience) {

  /** For production and for the demo. */
  public static final Tuning STANDARD =
      new Tuning(
          131_072,
          64L << 20,
          Duration.ofMillis(200),
          Duration.ofMillis(50),
          Duration.ofSeconds(2),
          Duration.ofMinutes(1),
          Duration.ofMillis(500),
          Duration.ofSeconds(15),
          Duration.ofHours(48),
          2,
          Duration.ofSeconds(20));
}
