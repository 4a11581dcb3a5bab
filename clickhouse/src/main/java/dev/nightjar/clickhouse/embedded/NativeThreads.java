package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.execution.Lanes;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Platform threads for statements: a native call would pin a virtual thread's carrier. */
final class NativeThreads {
  /** The engine's parser and planner recurse; it looks at the stack's size itself. */
  private static final long STACK_BYTES = 16L << 20;

  private NativeThreads() {}

  /** Threads that carry results, one for each statement that runs; they are used again. */
  static ExecutorService pumps() {
    return Executors.newCachedThreadPool(
        Thread.ofPlatform().name("clickhouse-result-", 1).daemon().factory());
  }

  static Lanes lanes(String kind, int running, int waiting) {
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        work -> {
          String name = "clickhouse-" + kind + "-" + number.incrementAndGet();
          Thread thread = new Thread(null, work, name, STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        };
    return new Lanes(kind, running, waiting, factory);
  }
}
