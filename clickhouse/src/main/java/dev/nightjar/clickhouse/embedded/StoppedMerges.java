package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.MergePause;
import dev.nightjar.clickhouse.TableName;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Stops the merges of a table until it is closed. To the engine (26.7) a table that is not there is
 * no error, neither at the beginning nor at the end.
 */
final class StoppedMerges implements MergePause {
  private final ClickHouse clickHouse;
  private final TableName table;
  private final AtomicBoolean stopped = new AtomicBoolean(true);

  StoppedMerges(ClickHouse clickHouse, TableName table) {
    this.clickHouse = clickHouse;
    this.table = table;
    clickHouse.execute("SYSTEM STOP MERGES " + table.sql());
  }

  @Override
  public void close() {
    if (stopped.compareAndSet(true, false)) {
      clickHouse.execute("SYSTEM START MERGES " + table.sql());
    }
  }
}
