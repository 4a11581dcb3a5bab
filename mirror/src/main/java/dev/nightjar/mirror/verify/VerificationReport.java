package dev.nightjar.mirror.verify;

import dev.nightjar.mirror.status.LastVerification;
import java.util.List;

/**
 * What a verification found.
 *
 * @param summary the numbers that are stored
 * @param counts the differences by their kind
 * @param differences those that are explained
 * @param notCompared columns that cannot be compared, for ClickHouse computes their DEFAULT
 * @param rowsOfSeenPartitionKeysOnly whether rows without an item were looked for only where the
 *     scan has seen an item with their partition key: in a sample
 * @param suspects keys that were not the same when they were first compared
 * @param lookedAtAgain how many of them were looked at again
 * @param capacityUnits read capacity units that it consumed in all
 */
public record VerificationReport(
    LastVerification summary,
    Difference.Counts counts,
    List<Difference> differences,
    List<String> notCompared,
    boolean rowsOfSeenPartitionKeysOnly,
    long suspects,
    long lookedAtAgain,
    double capacityUnits) {

  /** Copies the lists. */
  public VerificationReport {
    differences = List.copyOf(differences);
    notCompared = List.copyOf(notCompared);
  }

  /** Whether the mirror is the table, as far as was looked. */
  public boolean equal() {
    return summary.differences() == 0 && summary.unreadable() == 0;
  }
}
