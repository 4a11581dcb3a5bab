package dev.nightjar.benchmarks.backfill;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.benchmarks.sample.WatchedClickHouse;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What a backfill holds in memory as it goes on.
 *
 * @param textBytes of all lines, not compressed
 * @param rows that went in
 * @param seconds it took
 * @param heapBytes in use after a collection, at equal distances from the beginning to the end
 */
public record FlatMemory(long textBytes, long rows, double seconds, List<Long> heapBytes) {
  private static final int LOOKS = 10;
  private static final int DIFFERENT_ITEMS = 1000;

  /**
   * Loads a generated export.
   *
   * @param textBytes of its lines, about; one line in about four megabytes has two
   * @param files among which it is divided
   * @throws IllegalStateException if rows are missing
   */
  public static FlatMemory run(ClickHouse clickHouse, Path folder, long textBytes, int files) {
    GeneratedExport export =
        new GeneratedExport(new Items(ItemSize.LARGE), DIFFERENT_ITEMS, textBytes, files);
    ExportFiles described = export.files(folder);
    List<Long> heap = Collections.synchronizedList(new ArrayList<>());
    AtomicLong rows = new AtomicLong();
    WatchedClickHouse watched =
        new WatchedClickHouse(
            clickHouse,
            (_, count) -> {
              if (rows.addAndGet(count) * LOOKS / described.items() >= heap.size()) {
                heap.add(usedHeap());
              }
            });
    try (Target target = Target.create(watched, "memory", Dialect.FORWARD)) {
      long begin = System.nanoTime();
      new MirrorContender(described, export, folder).fill(target);
      double seconds = (System.nanoTime() - begin) / 1e9;
      check(target, rows.get(), described.items());
      return new FlatMemory(described.textBytes(), rows.get(), seconds, List.copyOf(heap));
    }
  }

  private static void check(Target target, long rows, long expected) {
    long different =
        target
            .clickHouse()
            .rows(Query.of("SELECT count() AS items FROM " + target.name().sql() + " FINAL"))
            .single()
            .number("items");
    if (rows != expected || different != DIFFERENT_ITEMS) {
      throw new IllegalStateException(
          rows
              + " rows of "
              + different
              + " items, and not "
              + expected
              + " of "
              + DIFFERENT_ITEMS);
    }
  }

  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** How much more is held at the end than after the first tenth; what was there before counts. */
  public long growthBytes() {
    int early = Math.min(1, heapBytes.size() - 1);
    return heapBytes.subList(heapBytes.size() / 2, heapBytes.size()).stream()
            .mapToLong(Long::longValue)
            .max()
            .orElseThrow()
        - heapBytes.get(early);
  }
}
