package dev.nightjar.awslocal.dynamodb;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what time to live has run out for, again and again, as the service does. */
public final class ExpiryRuns implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ExpiryRuns.class);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("time-to-live").factory());

  private ExpiryRuns() {}

  /** Starts with a run after that time. */
  public static ExpiryRuns every(Duration interval, TableStore tables) {
    var runs = new ExpiryRuns();
    runs.thread.scheduleWithFixedDelay(
        () -> run(tables), interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    return runs;
  }

  private static void run(TableStore tables) {
    try {
      int deleted = tables.expireAll();
      log.debug("time to live deleted {} items", deleted);
    } catch (RuntimeException e) {
      // an executor ends a task that throws; the next run may find what was in the way gone
      log.error("a run of time to live failed and is repeated", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
