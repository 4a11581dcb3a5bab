package dev.nightjar.clickhouse.execution;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Work for a thread of {@link Lanes}: begun once or never, waited for by one caller.
 *
 * @param <T> what it results in
 */
public final class Task<T> implements Runnable {
  private final Callable<T> body;
  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private final AtomicBoolean taken = new AtomicBoolean();

  /** Work that has not begun. */
  public Task(Callable<T> body) {
    this.body = body;
  }

  @Override
  public void run() {
    if (!taken.compareAndSet(false, true)) {
      return;
    }
    try {
      outcome.complete(body.call());
    } catch (Throwable t) {
      outcome.completeExceptionally(t);
    }
  }

  /** Makes sure that the work never begins; false when it has begun. */
  public boolean giveUp() {
    return taken.compareAndSet(false, true);
  }

  /** Waits for the end of the work and answers its result or throws its error. */
  public T await() throws InterruptedException {
    try {
      return outcome.get();
    } catch (ExecutionException e) {
      throw Callers.rethrown(e.getCause());
    }
  }

  /** The same, not longer than a time. */
  public T await(Duration longest) throws InterruptedException, TimeoutException {
    try {
      return outcome.get(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw Callers.rethrown(e.getCause());
    }
  }

  /** Whether the work has ended, and not by an error. */
  public boolean succeeded() {
    return outcome.isDone() && !outcome.isCompletedExceptionally();
  }

  /** Waits for the end of the work, not longer than a time; whether it has ended, however. */
  public boolean ended(Duration longest) throws InterruptedException {
    try {
      outcome.get(longest.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException _) {
      return true;
    } catch (TimeoutException _) {
      return false;
    }
  }
}
