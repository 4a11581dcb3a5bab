package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import java.util.Set;

/** ClickHouse refuses a batch for a reason that waiting will not mend. */
public final class BatchRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * ClickHouse's codes for what waiting will not mend: tables, columns and expressions that do not
   * fit.
   */
  private static final Set<Integer> HOPELESS =
      Set.of(6, 8, 10, 16, 36, 43, 46, 47, 48, 53, 60, 62, 70, 81, 117, 179, 457);

  private BatchRefusedException(String table, ClickHouseException cause) {
    super(
        "ClickHouse does not take rows for "
            + table
            + ": "
            + ErrorSummary.of(cause)
            + " Mend the table or the materialized view that it names, then resume the mirror.",
        cause);
  }

  /** Throws if an error is one that waiting will not mend. */
  public static void check(String table, ClickHouseException error) {
    if (HOPELESS.contains(error.code())) {
      throw new BatchRefusedException(table, error);
    }
  }
}
