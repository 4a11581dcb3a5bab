package dev.nightjar.benchmarks.encode;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Line to columns, by JMH: one operation is one item. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
  private static final int PASSES_OF_A_BLOCK = 5;

  /** The items. */
  @Param({"SMALL", "MEDIUM", "LARGE"})
  public ItemSize size;

  /** The data source. */
  @Param({"FORWARD", "CLASSIC"})
  public Dialect dialect;

  private LineEncoder lines;

  /** Writes the lines, and lets the buffers grow to a whole block, as they have in a mirror. */
  @Setup
  public void write() {
    lines = new LineEncoder(size, dialect);
    for (int i = 0; i < PASSES_OF_A_BLOCK * lines.count(); i++) {
      lines.encodeNext();
    }
  }

  /** Encodes the next line. */
  @Benchmark
  public void item() {
    lines.encodeNext();
  }

  /** Fails if a line did not become a row. */
  @TearDown
  public void check() {
    lines.check();
  }
}
