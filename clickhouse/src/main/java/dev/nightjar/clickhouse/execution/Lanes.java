package dev.nightjar.clickhouse.execution;

import dev.nightjar.clickhouse.UnavailableException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads for statements of one kind. A bounded number runs, a bounded number waits, the next is
 * refused.
 */
public final class Lanes {
  private final String kind;
  private final int waiting;
  private final ThreadPoolExecutor threads;

  /**
   * Lanes with nothing on them.
   *
   * @param kind for messages: {@code reader}
   * @param running how many statements run at a time
   * @param waiting how many may wait
   * @param factory makes the threads
   */
  public Lanes(String kind, int running, int waiting, ThreadFactory factory) {
    this.kind = kind;
    this.waiting = waiting;
    BlockingQueue<Runnable> queue =
        waiting == 0 ? new SynchronousQueue<>() : new ArrayBlockingQueue<>(waiting);
    this.threads = new ThreadPoolExecutor(running, running, 0, TimeUnit.SECONDS, queue, factory);
  }

  /**
   * Hands over work.
   *
   * @throws UnavailableException when too much waits, or after {@link #close}
   */
  public void submit(Task<?> task) {
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
  public void remove(Task<?> task) {
    threads.remove(task);
  }

  /** Takes no more work and waits for all that there is. */
  public void close() {
    threads.shutdown();
    Callers.uninterrupted(() -> threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS));
  }
}
