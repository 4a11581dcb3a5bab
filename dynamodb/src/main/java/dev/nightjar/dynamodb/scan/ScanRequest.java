package dev.nightjar.dynamodb.scan;

import java.util.Optional;

/**
 * Which items to read.
 *
 * @param tableArn the table
 * @param segment from 0
 * @param totalSegments into how many parts of equal ranges of hashes the table is divided, 1 to
 *     1,000,000; 1: the table as a whole
 * @param after the key after which to go on, in the order of hashes; need not be an item's
 * @param limit the most items to look at, from 1; AWS stops at 1 MB by itself
 */
public record ScanRequest(
    String tableArn, int segment, int totalSegments, Optional<ItemKey> after, int limit) {

  /** The most segments that AWS divides a table into. */
  public static final int MOST_SEGMENTS = 1_000_000;

  /** Refuses what AWS would refuse. */
  public ScanRequest {
    if (totalSegments < 1
        || totalSegments > MOST_SEGMENTS
        || segment < 0
        || segment >= totalSegments
        || limit < 1) {
      throw new IllegalArgumentException(
          "segment " + segment + " of " + totalSegments + ", " + limit + " items");
    }
  }
}
