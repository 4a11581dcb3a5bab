package dev.nightjar.mirror.run;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.fence.RestartWatch;
import java.time.Duration;

/**
 * Asks ClickHouse every few seconds whether it was started again, where it may be without this
 * process. Each insert asks, too; but a table may have no changes for longer than the ledger
 * remembers batches, and what a restart took of it would be missing until then.
 */
final class RestartLookout {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final RestartWatch restarts;
  private final MirrorHealth health;
  private final Sleeper sleeper;

  RestartLookout(RestartWatch restarts, MirrorHealth health, Sleeper sleeper) {
    this.restarts = restarts;
    this.health = health;
    this.sleeper = sleeper;
  }

  void run() throws InterruptedException {
    while (true) {
      sleeper.sleep(EVERY);
      try {
        restarts.requireNone();
      } catch (ClickHouseException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw new InterruptedException("told to stop while ClickHouse was asked");
        }
        health.missed("look_at_clickhouse", e);
      }
    }
  }
}
