package dev.nightjar.benchmarks.encode;

import com.sun.management.ThreadMXBean;
import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Rounds;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What one core makes of an export's lines: item, JSON, columns, and nothing else.
 *
 * @param size the items
 * @param dialect the data source
 * @param bytesPerItem of an item's line on average
 * @param megabytesPerSecond 10⁶ bytes of export text a second of CPU time, the median of the
 *     rounds: what else the machine does takes none of it
 * @param allocatedBytesPerItem on the heap, of the last round
 */
public record EncodedText(
    ItemSize size,
    Dialect dialect,
    double bytesPerItem,
    double megabytesPerSecond,
    double allocatedBytesPerItem) {
  /** How long to warm up and to measure. */
  public record Plan(Duration warmUp, int rounds, Duration round) {}

  /** Measures on the calling thread. */
  public static EncodedText measure(ItemSize size, Dialect dialect, Plan plan) {
    LineEncoder lines = new LineEncoder(size, dialect);
    Work work = new Work(lines);
    work.runFor(plan.warmUp());
    double[] speeds = new double[plan.rounds()];
    double allocated = 0;
    for (int round = 0; round < speeds.length; round++) {
      Work.Round done = work.runFor(plan.round());
      speeds[round] = (double) done.passes() * lines.bytes() / done.cpuNanos() * 1e3;
      allocated = (double) done.allocated() / done.passes() / lines.count();
    }
    return new EncodedText(
        size, dialect, (double) lines.bytes() / lines.count(), Rounds.median(speeds), allocated);
  }

  private static final class Work {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final LineEncoder lines;

    Work(LineEncoder lines) {
      this.lines = lines;
    }

    record Round(long passes, long cpuNanos, long allocated) {}

    Round runFor(Duration atLeast) {
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long cpu = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      long passes = 0;
      long nanos;
      do {
        for (int i = 0; i < lines.count(); i++) {
          lines.encodeNext();
        }
        passes++;
        nanos = System.nanoTime() - start;
      } while (nanos < atLeast.toNanos());
      lines.check();
      return new Round(
          passes,
          threads.getCurrentThreadCpuTime() - cpu,
          threads.getCurrentThreadAllocatedBytes() - allocated);
    }
  }
}
