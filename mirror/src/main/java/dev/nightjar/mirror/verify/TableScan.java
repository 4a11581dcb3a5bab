package dev.nightjar.mirror.verify;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.scan.ItemKey;
import dev.nightjar.dynamodb.scan.ScanPage;
import dev.nightjar.dynamodb.scan.ScanRequest;
import dev.nightjar.dynamodb.scan.TableScanner;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.row.Outcome;
import dev.nightjar.mirror.row.RowEncoder;
import dev.nightjar.mirror.state.StoredMirror;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Scans segments at a rate, several at a time, and hands their items as rows to the scratch. */
final class TableScan {
  private static final int MOST_WORKERS = 8;
  private static final double UNITS_OF_A_WORKER = 500;
  private static final int MOST_FAILURES = 30;
  private static final int BLOCK_ROWS = 20_000;
  private static final long BLOCK_BYTES = 8L << 20;

  private final TableScanner scanner;
  private final StoredMirror mirror;
  private final MirroredSchema schema;
  private final int totalSegments;
  private final ReadPacer pacer;
  private final Scratch scratch;
  private final Tracker tracker;
  private final Clock clock;
  private final Sleeper sleeper;

  TableScan(
      TableScanner scanner,
      StoredMirror mirror,
      MirroredSchema schema,
      int totalSegments,
      ReadPacer pacer,
      Scratch scratch,
      Tracker tracker,
      Clock clock,
      Sleeper sleeper) {
    this.scanner = scanner;
    this.mirror = mirror;
    this.schema = schema;
    this.totalSegments = totalSegments;
    this.pacer = pacer;
    this.scratch = scratch;
    this.tracker = tracker;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /**
   * Scans segments to their ends.
   *
   * @param look the number of the look, from 1, which the rows carry
   */
  void scan(List<Integer> segments, int look) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    int workers =
        (int)
            Math.clamp(
                Math.ceil(pacer.unitsPerSecond() / UNITS_OF_A_WORKER),
                1,
                Math.min(MOST_WORKERS, Math.max(1, segments.size())));
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      ExecutorCompletionService<Void> done = new ExecutorCompletionService<>(threads);
      for (int i = 0; i < workers; i++) {
        done.submit(() -> {
          new Worker(look).scan(segments, next);
          return null;
        });
      }
      try {
        for (int i = 0; i < workers; i++) {
          done.take().get();
        }
      } catch (ExecutionException e) {
        throw unchecked(e.getCause());
      } finally {
        threads.shutdownNow();
      }
    }
  }

  private static RuntimeException unchecked(Throwable cause) throws InterruptedException {
    return switch (cause) {
      case InterruptedException e -> throw e;
      case Error e -> throw e;
      case RuntimeException e -> e;
      default -> new IllegalStateException(cause);
    };
  }

  /** The page after a key, of the whole table. */
  ScanPage after(ItemKey key, int limit) throws InterruptedException {
    return page(new ScanRequest(mirror.tableArn(), 0, 1, Optional.of(key), limit));
  }

  private ScanPage page(ScanRequest request) throws InterruptedException {
    Backoff pause = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(30), sleeper.jitter());
    while (true) {
      for (Duration rest = pacer.pause(clock.instant());
          rest.isPositive();
          rest = pacer.pause(clock.instant())) {
        sleeper.sleep(rest);
      }
      try {
        ScanPage page = scanner.page(request);
        pacer.consumed(page.capacityUnits(), page.size(), clock.instant());
        return page;
      } catch (CallInterruptedException e) {
        InterruptedException stopped = new InterruptedException(e.getMessage());
        stopped.initCause(e);
        throw stopped;
      } catch (ThrottledException | TransientException e) {
        if (pause.failures() >= MOST_FAILURES) {
          throw e;
        }
        sleeper.sleep(pause.next());
      }
    }
  }

  /** Scans one segment after the other. */
  private final class Worker {
    private final int look;
    private final RowEncoder encoder = RowEncoder.of(schema);
    private final BlockBuilder rows = encoder.rows();
    private final BlockBuilder misfits = encoder.quarantine();

    Worker(int look) {
      this.look = look;
    }

    void scan(List<Integer> segments, AtomicInteger next) throws InterruptedException {
      for (int i = next.getAndIncrement(); i < segments.size(); i = next.getAndIncrement()) {
        scan(segments.get(i));
      }
      flush();
    }

    private void scan(int segment) throws InterruptedException {
      Optional<ItemKey> after = Optional.empty();
      do {
        ScanPage page =
            page(new ScanRequest(mirror.tableArn(), segment, totalSegments, after, pacer.limit()));
        take(page, segment);
        after = page.next(mirror.keys());
      } while (after.isPresent());
      tracker.segmentScanned();
    }

    private void take(ScanPage page, int segment) {
      int withMisfits = 0;
      int withheld = 0;
      int unreadable = 0;
      for (int i = 0; i < page.size(); i++) {
        try {
          Outcome outcome = encoder.append(page.change(i), look, segment, rows, misfits);
          withMisfits += outcome == Outcome.ROW_WITH_MISFITS ? 1 : 0;
          withheld += outcome == Outcome.WITHHELD ? 1 : 0;
        } catch (MalformedJsonException _) {
          unreadable++;
        }
      }
      misfits.clear();
      tracker.page(page.size() - unreadable, withMisfits, withheld, unreadable);
      if (rows.rows() >= BLOCK_ROWS || rows.bytes() >= BLOCK_BYTES) {
        flush();
      }
    }

    private void flush() {
      if (rows.rows() > 0) {
        scratch.insert(rows.finish());
        rows.clear();
      }
    }
  }

  /**
   * The key of an item as the mirror's key columns have it; empty where it does not fit them.
   *
   * @throws MalformedJsonException if it cannot be read
   */
  List<String> columnsOf(ScanPage page, int index) {
    RowEncoder encoder = RowEncoder.of(schema);
    Outcome outcome =
        encoder.append(page.change(index), 1, 0, encoder.rows(), encoder.quarantine());
    return outcome == Outcome.WITHHELD ? List.of() : encoder.lastKey();
  }
}
