package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.CancelledException;
import java.time.Duration;

/** The sentences of cancelled queries. */
final class Cancelled {
  private Cancelled() {}

  static CancelledException late(Deadline deadline) {
    long millis = deadline.longest().map(Duration::toMillis).orElse(0L);
    return new CancelledException(
        "the query did not end within " + millis / 1000.0 + " s and was cancelled");
  }

  static CancelledException interrupted() {
    return new CancelledException("the query was cancelled because its caller was interrupted");
  }
}
