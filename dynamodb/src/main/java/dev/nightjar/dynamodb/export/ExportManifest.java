package dev.nightjar.dynamodb.export;

import java.time.Instant;
import java.util.List;

/**
 * Both manifests of an export, checked against their MD5 files and against each other.
 *
 * @param exportArn the export
 * @param tableArn the table
 * @param tableId the table's id
 * @param exportTime the point in time
 * @param itemCount items in all files: the sum of theirs
 * @param billedSizeBytes what AWS bills
 * @param files in the manifest's order; some may be empty
 */
public record ExportManifest(
    String exportArn,
    String tableArn,
    String tableId,
    Instant exportTime,
    long itemCount,
    long billedSizeBytes,
    List<DataFile> files) {

  /** Copies the list. */
  public ExportManifest {
    files = List.copyOf(files);
  }
}
