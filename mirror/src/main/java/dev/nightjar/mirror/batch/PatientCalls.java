package dev.nightjar.mirror.batch;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.Sleeper;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Asks ClickHouse until it answers: for statements that may be repeated, whatever became of them
 * before.
 */
public final class PatientCalls {
  private final Retries retries;
  private final Sleeper sleeper;

  /** Calls that tell of what failed, and wait. */
  public PatientCalls(Retries retries, Sleeper sleeper) {
    this.retries = retries;
    this.sleeper = sleeper;
  }

  /**
   * Calls until it succeeds.
   *
   * @param what a short code for what is tried, such as {@code partitions}
   * @param concerns a table or an expression, for people
   * @throws BatchRefusedException if waiting will not mend what ClickHouse answers
   * @throws InterruptedException if the thread is told to stop while it waits
   */
  public <T> T call(String what, String concerns, Supplier<T> call) throws InterruptedException {
    Backoff pause = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), sleeper.jitter());
    for (boolean failed = false; ; failed = true) {
      try {
        T answer = call.get();
        if (failed) {
          retries.recovered();
        }
        return answer;
      } catch (ClickHouseException e) {
        BatchRefusedException.check(concerns, e);
        retries.retrying(what + ":" + FullDisk.name(e), InsertTrouble.message(e));
        sleeper.sleep(pause.next());
      }
    }
  }
}
