package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.UnavailableException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Platform threads for statements of one kind: a native call would pin a virtual thread's carrier.
 * A bounded number runs, a bounded number waits, the next is refused.
 */
final class Lanes {
  /** The engine's parser and planner recurse; it looks at the stack's size itself. */
  private static final long STACK_BYTES = 16L << 20;

  private final String kind;
  private final int waiting;
  private final ThreadPoolExecutor threads;

  Lanes(String kind, int running, int waiting) {
    this.kind = kind;
    this.waiting = waiting;
    BlockingQueue<Runnable> queue =
        waiting == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(waiting);
    AtomicInteger number = new AtomicInteger();
    ThreadFactory factory =
        work -> {
          String name = "clickhouse-" + kind + "-" + number.incrementAndGet();
          Thread thread = new Thread(null, work, name, STACK_BYTES);
          thread.setDaemon(true);
          return thread;
        };
    this.threads = new ThreadPoolExecutor(running, running, 0, TimeUnit.SECONDS, queue, factory);
  }

  /**
   * Hands over work.
   *
   * @throws UnavailableException when too much waits, or after {@link #close}
   */
  void submit(Task<?> task) {
    try {
      threads.execute(task);
    } catch (RejectedExecutionException _) {
      throw new UnavailableException(
          threads.isShutdown()
              ? "the database is closed"
              : "%d %s statements run and %d wait already: try again later"
                  .formatted(threads.getMaximumPoolSize(), kind, waiting));
    }
  }

  /** Forgets work that has not begun. */
  void remove(Task<?> task) {
    threads.remove(task);
  }

  /** Takes no more work and waits for all that there is. */
  void close() {
    threads.shutdown();
    Callers.uninterrupted(() -> threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
  }
}
