package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.UnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How many results are on their way to clients at a time. A client may read as slowly as it likes,
 * and holds a thread of the database meanwhile: the API keeps some for itself, and no workspace
 * takes what is left for the others.
 */
final class Places {
  private static final int MOST_WAITING = 256;

  private final int all;
  private final Duration patience;
  private final Semaphore free;
  private final Map<String, Semaphore> ofWorkspaces = new ConcurrentHashMap<>();

  /**
   * Free places.
   *
   * @param all how many results at a time, at least two; one workspace has all but one of them
   * @param patience how long a query waits for a place
   */
  Places(int all, Duration patience) {
    if (all < 2) {
      throw new IllegalArgumentException("at least two places are needed, not " + all);
    }
    this.all = all;
    this.patience = patience;
    this.free = new Semaphore(all, true);
  }

  /** A place that is taken until it is closed, once or more often. */
  interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a place, waiting for it.
   *
   * @param workspace the identifier of whose it is
   * @throws UnavailableException when none gets free in time, or too many wait
   */
  Place take(String workspace) {
    Semaphore own = ofWorkspaces.computeIfAbsent(workspace, _ -> new Semaphore(all - 1, true));
    acquire(own);
    try {
      acquire(free);
    } catch (UnavailableException e) {
      own.release();
      throw e;
    }
    AtomicBoolean taken = new AtomicBoolean(true);
    return () -> {
      if (taken.getAndSet(false)) {
        free.release();
        own.release();
      }
    };
  }

  private void acquire(Semaphore places) {
    try {
      if (places.getQueueLength() < MOST_WAITING
          && places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw new UnavailableException(
        "Too many results are on their way to clients: read or close them, or try again later");
  }
}
