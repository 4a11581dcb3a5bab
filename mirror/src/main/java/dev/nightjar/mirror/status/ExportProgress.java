package dev.nightjar.mirror.status;

import java.time.Instant;
import java.util.Optional;

/**
 * How far the backfill is.
 *
 * @param arn the export, once requested
 * @param status AWS's {@code ExportStatus}; empty before the request
 * @param exportTime the point in time, as AWS chose it
 * @param waitsUntil when it will be requested, where the stream is still too young
 * @param files files of the manifest; 0 until it has been read
 * @param filesLoaded files of which every row is in
 * @param items items of the manifest
 * @param itemsLoaded items whose batch is in, the withheld ones included
 * @param bytesLoaded bytes of the rows that were inserted
 * @param startedLoadingAt when the manifest had been read
 * @param finishedLoadingAt when the last row was in
 */
public record ExportProgress(
    Optional<String> arn,
    Optional<String> status,
    Optional<Instant> exportTime,
    Optional<Instant> waitsUntil,
    long files,
    long filesLoaded,
    long items,
    long itemsLoaded,
    long bytesLoaded,
    Optional<Instant> startedLoadingAt,
    Optional<Instant> finishedLoadingAt) {}
