package dev.nightjar.benchmarks;

import dev.nightjar.cli.Pause;
import java.time.Duration;

/** The most memory that a server was seen to hold. */
final class MemoryWatch implements AutoCloseable {
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  private final World world;
  private final Thread thread;
  private volatile boolean stopping;
  private volatile long heap;
  private volatile long direct;
  private volatile long resident;
  private volatile RuntimeException failure;

  MemoryWatch(World world) {
    this.world = world;
    this.thread = Thread.ofVirtual().name("memory").start(this::run);
  }

  private void run() {
    try {
      while (!stopping) {
        String metrics = world.api().ask("/metrics").body();
        heap = Math.max(heap, sum(metrics, "jvm_memory_used_bytes{area=\"heap\""));
        direct = Math.max(direct, sum(metrics, "jvm_buffer_memory_used_bytes{id=\"direct\""));
        resident = Math.max(resident, world.server().residentBytes());
        Pause.REAL.sleep(BETWEEN);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private static long sum(String metrics, String start) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Bytes of heap and direct memory at once at the most (each one's peak, added up). */
  long heapAndDirect() {
    return heap + direct;
  }

  /** Bytes of resident anonymous memory at the most; the engine's are among them. */
  long resident() {
    return resident;
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) {
      throw failure;
    }
  }
}
