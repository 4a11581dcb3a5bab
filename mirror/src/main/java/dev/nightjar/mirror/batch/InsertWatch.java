package dev.nightjar.mirror.batch;

import dev.nightjar.mirror.status.InsertProgress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** What can be seen of a mirror's inserts. Thread-safe; nobody waits for anybody. */
public final class InsertWatch {
  private static final long[] BOUNDS =
      InsertProgress.BOUNDS.stream().mapToLong(Duration::toNanos).toArray();

  private final LongAdder inFlight = new LongAdder();
  private final LongAdder inserts = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final AtomicLongArray perBound = new AtomicLongArray(BOUNDS.length + 1);

  /** A batch is on its way. */
  void begun() {
    inFlight.increment();
  }

  /** It is done, or left for the next start. */
  void ended() {
    inFlight.decrement();
  }

  /** ClickHouse has acknowledged an insert. */
  void inserted(long rowCount, long byteCount, Duration elapsed) {
    inserts.increment();
    rows.add(rowCount);
    bytes.add(byteCount);
    nanos.add(elapsed.toNanos());
    int bound = 0;
    while (bound < BOUNDS.length && elapsed.toNanos() > BOUNDS[bound]) {
      bound++;
    }
    perBound.incrementAndGet(bound);
  }

  /** The numbers for status. */
  public InsertProgress progress() {
    List<Long> counts = IntStream.range(0, perBound.length()).mapToObj(perBound::get).toList();
    return new InsertProgress(
        inFlight.sum(),
        inserts.sum(),
        rows.sum(),
        bytes.sum(),
        Duration.ofNanos(nanos.sum()),
        counts);
  }
}
