package dev.nightjar.server.service;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Insert;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * Rows that wait to be inserted into one table: a bounded number, and what comes beyond that is
 * dropped and counted. Rows are given on any thread, which never waits; they are inserted on one.
 */
final class Buffer<T> {
  /** The most rows that wait. */
  static final int MOST = 10_000;

  private static final int LARGEST_BATCH = 5_000;

  private record Batch<T>(List<T> rows, String token) {}

  private final ServiceTable<T> table;
  private final BlockingQueue<T> waiting = new ArrayBlockingQueue<>(MOST);
  private final LongAdder dropped = new LongAdder();
  private Optional<Batch<T>> unsent = Optional.empty();

  Buffer(ServiceTable<T> table) {
    this.table = table;
  }

  void add(T row) {
    if (!waiting.offer(row)) {
      dropped.increment();
    }
  }

  long dropped() {
    return dropped.sum();
  }

  int waiting() {
    return waiting.size();
  }

  /**
   * Inserts all that waits. What could not be inserted stays, as the batch that it was: sent again
   * under its token, it is there once.
   *
   * @return how many rows that were
   * @throws ClickHouseException when ClickHouse did not take a batch
   */
  int flush(ServiceDatabase database) {
    int inserted = 0;
    while (true) {
      if (unsent.isEmpty()) {
        List<T> rows = new ArrayList<>();
        waiting.drainTo(rows, LARGEST_BATCH);
        if (rows.isEmpty()) {
          return inserted;
        }
        unsent = Optional.of(new Batch<>(rows, "service " + UUID.randomUUID()));
      }
      Batch<T> batch = unsent.get();
      database.require();
      database
          .clickHouse()
          .insert(
              Insert.of(table.in(database.name()), table.block(batch.rows())).token(batch.token()));
      unsent = Optional.empty();
      inserted += batch.rows().size();
    }
  }
}
