package dev.nightjar.dynamodb.export;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An export as AWS describes it.
 *
 * @param exportArn the export
 * @param status how far it is
 * @param tableArn the table
 * @param tableId the table's id; another after the table was created anew
 * @param exportTime the point in time, as AWS chose it
 * @param startTime when AWS began
 * @param endTime when AWS was done
 * @param bucket where it goes; empty where AWS does not say so
 * @param prefix before every key
 * @param manifestKey key of {@code manifest-summary.json}; present once it is completed
 * @param clientToken the token of its request
 * @param itemCount items in all files; present once it is completed
 * @param billedSizeBytes what AWS bills
 * @param failureCode AWS's code of a failed export, such as {@code S3NoSuchBucket}
 * @param failureMessage AWS's words for it
 */
public record ExportDescription(
    String exportArn,
    ExportStatus status,
    Optional<String> tableArn,
    Optional<String> tableId,
    Optional<Instant> exportTime,
    Optional<Instant> startTime,
    Optional<Instant> endTime,
    String bucket,
    Optional<String> prefix,
    Optional<String> manifestKey,
    Optional<String> clientToken,
    OptionalLong itemCount,
    OptionalLong billedSizeBytes,
    Optional<String> failureCode,
    Optional<String> failureMessage) {

  /** The same, in the bucket that was asked for where AWS names none. */
  public ExportDescription orInBucket(String asked) {
    return new ExportDescription(
        exportArn,
        status,
        tableArn,
        tableId,
        exportTime,
        startTime,
        endTime,
        bucket.isEmpty() ? asked : bucket,
        prefix,
        manifestKey,
        clientToken,
        itemCount,
        billedSizeBytes,
        failureCode,
        failureMessage);
  }
}
