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

  private BatchRefusedException(String message) {
    super(message);
  }

  /** What ClickHouse takes does not stay: inserting it again and again would only double it. */
  static BatchRefusedException unfound(String table, int times) {
    return new BatchRefusedException(
        "ClickHouse acknowledged the same rows for "
            + table
            + " "
            + times
            + " times, each time as new ones, and the table does not have them: something takes them"
            + " away or changes them as they come in, such as a TTL, a mutation (system.mutations),"
            + " a row policy for the server's user, or a replica that lost what it had. Mend that,"
            + " then resume the mirror.");
  }

  /** Throws if an error is one that waiting will not mend. */
  public static void check(String table, ClickHouseException error) {
    if (HOPELESS.contains(error.code())) {
      throw new BatchRefusedException(table, error);
    }
  }
}
