package dev.nightjar.clickhouse.execution;

import dev.nightjar.clickhouse.CancelledException;
import java.time.Duration;

/** The sentences of cancelled queries. */
public final class Cancelled {
  private Cancelled() {}

  /** The query took longer than it may. */
  public static CancelledException late(Deadline deadline) {
    long millis = deadline.longest().map(Duration::toMillis).orElse(0L);
    return new CancelledException(
        "the query did not end within " + millis / 1000.0 + " s and was cancelled");
  }

  /** The thread that waited for the query was interrupted. */
  public static CancelledException interrupted() {
    return new CancelledException("the query was cancelled because its caller was interrupted");
  }
}
