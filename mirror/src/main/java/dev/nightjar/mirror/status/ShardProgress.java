package dev.nightjar.mirror.status;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * How far the reading of one open shard is.
 *
 * @param shard its id
 * @param lastPollAt when it was last asked with success
 * @param lastRecordAt {@code ApproximateCreationDateTime} of its newest change that was read
 * @param horizon how far its checkpoint is from the stream's trim horizon; empty where nothing of
 *     it has been read and its id does not tell its age
 * @param changesInserted its changes whose batch is in, the withheld ones included
 */
public record ShardProgress(
    String shard,
    Optional<Instant> lastPollAt,
    Optional<Instant> lastRecordAt,
    Optional<TrimHorizon> horizon,
    long changesInserted) {

  /** The shard with the oldest checkpoint first; those that were not read yet before all. */
  public static final Comparator<ShardProgress> WORST_FIRST =
      Comparator.<ShardProgress, Instant>comparing(
              shard -> shard.horizon().map(TrimHorizon::checkpointAt).orElse(Instant.MIN))
          .thenComparing(shard -> shard.lastPollAt().orElse(Instant.MIN))
          .thenComparing(ShardProgress::shard);
}
