package dev.nightjar.mirror.batch;

import dev.nightjar.mirror.ledger.Source;
import dev.nightjar.mirror.row.MirroredSchema;
import java.util.HashMap;
import java.util.Map;

/** The settings of batches' inserts, besides those that every insert states. */
public final class BatchSettings {
  /**
   * Free space below which nothing is inserted: room for the ledger and for tables' definitions.
   */
  private static final long KEPT_FREE_BYTES = 64L << 20;

  private static final Map<String, String> OF_CHANGES = ofChanges();
  private static final Map<String, String> OF_EXPORTS = ofExports();

  private BatchSettings() {}

  /** Those of a batch's rows for the table. */
  public static Map<String, String> of(Source source) {
    return source instanceof Source.OfFile ? OF_EXPORTS : OF_CHANGES;
  }

  /** Those of any rows, of which several may have one key. */
  static Map<String, String> ofChanges() {
    Map<String, String> settings = new HashMap<>(MirroredSchema.insertSettings());
    // A block may touch as many partitions as the table's author likes; it is never cut.
    settings.put("max_partitions_per_insert_block", "0");
    // Inserts end before the disk does: what is written besides must still find room.
    settings.put("min_free_disk_bytes_to_perform_insert", Long.toString(KEPT_FREE_BYTES));
    return Map.copyOf(settings);
  }

  private static Map<String, String> ofExports() {
    Map<String, String> settings = new HashMap<>(ofChanges());
    // An export has one row of a key: to merge a block before it is written, which takes ClickHouse
    // a third of an insert, would find nothing.
    settings.put("optimize_on_insert", "0");
    return Map.copyOf(settings);
  }
}
