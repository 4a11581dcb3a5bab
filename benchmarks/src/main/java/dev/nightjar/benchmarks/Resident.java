package dev.nightjar.benchmarks;

import dev.nightjar.cli.Pause;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** How much this process's memory grows, from when it is made. */
final class Resident {
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final long residentBefore = resident();
  private final long heapBefore = heap();
  private volatile long mostResident = residentBefore;
  private volatile long mostHeap = heapBefore;
  private volatile boolean stopping;

  Resident() {
    Thread.ofPlatform().name("resident").daemon().start(this::watch);
  }

  /**
   * What it has grown by, at the most.
   *
   * @param residentBytes of the process, the heap's included
   * @param heapBytes that the JVM has taken for its heap
   */
  record Growth(long residentBytes, long heapBytes) {}

  /** Ends the watch. */
  Growth grown() {
    stopping = true;
    return new Growth(mostResident - residentBefore, mostHeap - heapBefore);
  }

  private void watch() {
    while (!stopping) {
      mostResident = Math.max(mostResident, resident());
      mostHeap = Math.max(mostHeap, heap());
      Pause.REAL.sleep(BETWEEN);
    }
  }

  private static long resident() {
    return ChildProcess.residentBytes(ProcessHandle.current().pid());
  }

  private static long heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }
}
