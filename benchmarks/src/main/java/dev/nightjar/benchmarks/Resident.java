package dev.nightjar.benchmarks;

import dev.nightjar.cli.Pause;
import java.time.Duration;

/** How much this process's resident memory grows, from when it is made. */
final class Resident {
  private static final Duration BETWEEN = Duration.ofMillis(20);

  private final long before = ChildProcess.residentBytes(ProcessHandle.current().pid());
  private final Thread thread = Thread.ofPlatform().name("resident").daemon().start(this::watch);
  private volatile long most = before;
  private volatile boolean stopping;

  /** Bytes at the most; ends the watch. */
  long grown() {
    stopping = true;
    return most - before;
  }

  private void watch() {
    while (!stopping) {
      most = Math.max(most, ChildProcess.residentBytes(ProcessHandle.current().pid()));
      Pause.REAL.sleep(BETWEEN);
    }
  }
}
