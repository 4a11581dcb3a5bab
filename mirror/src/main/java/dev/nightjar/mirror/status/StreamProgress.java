package dev.nightjar.mirror.status;

import java.time.Instant;
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
    Optional<Long> lagMs) {}
