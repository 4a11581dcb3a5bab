package dev.nightjar.benchmarks.encode;

import com.sun.management.ThreadMXBean;
import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.benchmarks.sample.Rounds;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.dynamodb.change.ExportLine;
import dev.nightjar.mirror.row.RowEncoder;
import java.io.ByteArrayOutputStream;
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
  private static final long EXPORT_TIME = 1_721_900_000_000L;
  private static final int TEXT_BYTES = 8 << 20;

  /** As many as a block of the mirror has at most. */
  private static final int BLOCK_ROWS = 65_536;

  private static final int BLOCK_BYTES = 24 << 20;

  /** How long to warm up and to measure. */
  public record Plan(Duration warmUp, int rounds, Duration round) {}

  /** Measures on the calling thread. */
  public static EncodedText measure(ItemSize size, Dialect dialect, Plan plan) {
    Lines lines = Lines.of(new Items(size));
    Work work = new Work(lines, dialect);
    work.runFor(plan.warmUp());
    double[] speeds = new double[plan.rounds()];
    double allocated = 0;
    for (int round = 0; round < speeds.length; round++) {
      Work.Round done = work.runFor(plan.round());
      speeds[round] = (double) done.passes() * lines.text().length / done.cpuNanos() * 1e3;
      allocated = (double) done.allocated() / done.passes() / lines.count();
    }
    return new EncodedText(
        size,
        dialect,
        (double) lines.text().length / lines.count(),
        Rounds.median(speeds),
        allocated);
  }

  private record Lines(byte[] text, int[] ends, int count) {
    static Lines of(Items items) {
      ByteArrayOutputStream text = new ByteArrayOutputStream(TEXT_BYTES);
      int[] ends = new int[TEXT_BYTES / 100];
      int count = 0;
      while (text.size() < TEXT_BYTES) {
        text.writeBytes(items.line(count));
        ends[count++] = text.size() - 1;
      }
      return new Lines(text.toByteArray(), ends, count);
    }
  }

  private static final class Work {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Lines lines;
    private final ExportLine reader = new ExportLine(EXPORT_TIME);
    private final RowEncoder encoder;
    private final BlockBuilder rows;
    private final BlockBuilder quarantine;

    Work(Lines lines, Dialect dialect) {
      this.lines = lines;
      this.encoder = RowEncoder.of(dialect.schema());
      this.rows = encoder.rows();
      this.quarantine = encoder.quarantine();
    }

    record Round(long passes, long cpuNanos, long allocated) {}

    Round runFor(Duration atLeast) {
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long cpu = threads.getCurrentThreadCpuTime();
      long start = System.nanoTime();
      long passes = 0;
      long nanos;
      do {
        pass();
        passes++;
        nanos = System.nanoTime() - start;
      } while (nanos < atLeast.toNanos());
      if (quarantine.rows() > 0) {
        throw new IllegalStateException("items that were meant to fit did not");
      }
      return new Round(
          passes,
          threads.getCurrentThreadCpuTime() - cpu,
          threads.getCurrentThreadAllocatedBytes() - allocated);
    }

    private void pass() {
      int start = 0;
      for (int i = 0; i < lines.count(); i++) {
        int end = lines.ends()[i];
        encoder.append(reader.parse(lines.text(), start, end), 1, 0, rows, quarantine);
        start = end + 1;
        if (rows.rows() >= BLOCK_ROWS || rows.bytes() >= BLOCK_BYTES) {
          rows.clear();
        }
      }
    }
  }
}
