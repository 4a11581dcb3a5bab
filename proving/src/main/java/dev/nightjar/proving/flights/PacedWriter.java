package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeLog.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * Writes to the table at a steady pace: inserts (some of keys that were deleted before), updates by
 * PutItem and by UpdateItem, deletes, and in between writes that change nothing. What is written is
 * decided by a seed; each worker has items of its own, so that the order of an item's changes is
 * known.
 *
 * <p>A write is retried by the SDK. All of them may be repeated without another effect, so an
 * acknowledgement means exactly one change.
 */
public final class PacedWriter implements AutoCloseable {

  private static final int WORKERS = 8;

  private final double perSecond;
  private final OptionalLong limit;
  private final AtomicLong made = new AtomicLong();
  private final AtomicLong withoutEffect = new AtomicLong();
  private final ReadWriteLock pause = new ReentrantReadWriteLock(true);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;
  private volatile RuntimeException failure;

  /**
   * Starts to write.
   *
   * @param filled how many items the table has, numbers 0 to that, each from the change of its
   *     number plus one
   * @param perSecond effective changes a second
   * @param limit how many effective changes to make; without end where it is empty
   * @param watcher told of each acknowledged change
   */
  public PacedWriter(
      DynamoDbClient dynamo,
      String table,
      Flights flights,
      ChangeLog log,
      long seed,
      int filled,
      double perSecond,
      OptionalLong limit,
      Watcher watcher) {
    this(dynamo, table, flights, log, seed, filled, perSecond, limit, watcher, Optional.empty());
  }

  /**
   * The same, and some items are deleted by time to live, which is two changes.
   *
   * @param expiry deletes what has expired; empty where nothing does
   */
  public PacedWriter(
      DynamoDbClient dynamo,
      String table,
      Flights flights,
      ChangeLog log,
      long seed,
      int filled,
      double perSecond,
      OptionalLong limit,
      Watcher watcher,
      Optional<Expiry> expiry) {
    this.perSecond = perSecond;
    this.limit = limit;
    long start = System.nanoTime();
    for (int worker = 0; worker < WORKERS; worker++) {
      ItemWriter items =
          new ItemWriter(
              dynamo, table, flights, log, watcher, expiry, seed, worker, WORKERS, filled);
      int slot = worker;
      threads.add(Thread.ofVirtual().name("writer-" + worker).start(() -> run(items, slot, start)));
    }
  }

  /** Is told of a change as soon as its acknowledgement is there. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * A change was acknowledged.
     *
     * @param number the change's number
     * @param image the number of the image that it put, or that it removed
     */
    void acknowledged(Event event, int number, int image, Instant sent);
  }

  /** How many effective changes were acknowledged. */
  public long made() {
    return made.get();
  }

  /** How many writes were acknowledged that changed nothing. */
  public long withoutEffect() {
    return withoutEffect.get();
  }

  /** Whether all changes of the limit are made. */
  public boolean done() {
    check();
    return threads.stream().noneMatch(Thread::isAlive);
  }

  /**
   * Fails if a write could not be made.
   *
   * @throws RuntimeException what it failed with
   */
  public void check() {
    if (failure != null) {
      throw failure;
    }
  }

  /**
   * Waits for the writes that are under way; nothing is written any more when this returns, until
   * the same thread calls {@link #resume}.
   */
  public void pause() {
    pause.writeLock().lock();
  }

  /** Goes on, and makes up for the time. */
  public void resume() {
    pause.writeLock().unlock();
  }

  /** Stops after the writes that are under way; nothing is written any more when this returns. */
  @Override
  public void close() {
    stopping = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void run(ItemWriter items, int worker, long start) {
    try {
      for (long slot = worker; !stopping && wanted(slot); slot += WORKERS) {
        waitUntil(start + (long) (slot * 1e9 / perSecond));
        if (stopping) {
          return;
        }
        pause.readLock().lock();
        try {
          withoutEffect.addAndGet(items.change());
          made.incrementAndGet();
        } finally {
          pause.readLock().unlock();
        }
      }
    } catch (SdkException e) {
      failed(new NotWrittenException("DynamoDB did not take a write: " + e.getMessage() + ".", e));
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  private void failed(RuntimeException e) {
    if (!stopping) {
      failure = e;
      stopping = true;
    }
  }

  private boolean wanted(long slot) {
    return limit.isEmpty() || slot < limit.getAsLong();
  }

  private static void waitUntil(long nanos) {
    long left = nanos - System.nanoTime();
    if (left > 0) {
      Rest.of(Duration.ofNanos(left));
    }
  }
}
