package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouseException;

/** ClickHouse refuses a batch for a reason that waiting will not mend. */
public final class BatchRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BatchRefusedException(String table, ClickHouseException cause) {
    super(
        "ClickHouse does not take rows for "
            + table
            + ": "
            + cause.getMessage()
            + " Mend the table or the materialized view that it names, then resume the mirror.",
        cause);
  }
}
