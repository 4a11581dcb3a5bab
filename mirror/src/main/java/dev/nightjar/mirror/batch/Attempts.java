package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.Sleeper;
import java.time.Duration;

/** Counts the failures of one batch and waits after each. For one thread. */
final class Attempts {
  private final Retries retries;
  private final Sleeper sleeper;
  private final Backoff pause;
  private boolean failed;

  Attempts(Retries retries, Sleeper sleeper) {
    this.retries = retries;
    this.sleeper = sleeper;
    this.pause = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), sleeper.jitter());
  }

  void failed(String what, ClickHouseException e) throws InterruptedException {
    failed = true;
    retries.retrying(what + ":" + FullDisk.name(e), InsertTrouble.message(e));
    sleeper.sleep(pause.next());
  }

  void unfound() throws InterruptedException {
    failed = true;
    retries.retrying(
        "probe:NOT_THERE", "ClickHouse acknowledged an insert, and its rows are not in the table.");
    sleeper.sleep(pause.next());
  }

  void succeeded() {
    if (failed) {
      retries.recovered();
    }
  }
}
