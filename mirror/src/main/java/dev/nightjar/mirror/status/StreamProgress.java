package dev.nightjar.mirror.status;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the reading of the stream is.
 *
 * @param arn the stream
 * @param shardsOpen shards that are being read
 * @param shardsUnread shards that wait for their parents
 * @param shardsFinished shards that were read to their end
 * @param changesInserted changes whose batch is in, the withheld ones included
 * @param changesBeforeBoundary changes that were dropped because the export has them for certain
 * @param lastPollAt when a shard was last asked with success
 * @param lastRecordAt {@code ApproximateCreationDateTime} of the newest change read
 * @param listedAt when the stream's shards were last listed
 * @param horizon the distance of the shard that is nearest to the trim horizon
 * @param shards the open shards, the one with the oldest checkpoint first
 * @param lagMs milliseconds from {@code caughtUpAt} to now; empty as long as there is none
 */
public record StreamProgress(
    Optional<String> arn,
    long shardsOpen,
    long shardsUnread,
    long shardsFinished,
    long changesInserted,
    long changesBeforeBoundary,
    Optional<Instant> lastPollAt,
    Optional<Instant> lastRecordAt,
    Optional<Instant> listedAt,
    Optional<TrimHorizon> horizon,
    List<ShardProgress> shards,
    Optional<Long> lagMs) {

  /** Copies the list. */
  public StreamProgress {
    shards = List.copyOf(shards);
  }

  /** The same of a mirror that is caught up with nothing. */
  public StreamProgress withoutLag() {
    return new StreamProgress(
        arn,
        shardsOpen,
        shardsUnread,
        shardsFinished,
        changesInserted,
        changesBeforeBoundary,
        lastPollAt,
        lastRecordAt,
        listedAt,
        horizon,
        shards,
        Optional.empty());
  }
}
