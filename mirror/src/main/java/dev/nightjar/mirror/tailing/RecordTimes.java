package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.stream.RecordPage;
import java.time.Instant;

/** When the changes of a page were made. */
final class RecordTimes {
  private RecordTimes() {}

  /**
   * {@code ApproximateCreationDateTime} of a change, or when the page was answered where it is
   * earlier or the change has none: AWS always states it, others may not.
   */
  static Instant of(RecordPage page, int change) {
    long millis = page.change(change).approximateCreationTime();
    if (millis == Change.NO_TIME) {
      return page.answeredAt();
    }
    Instant time = Instant.ofEpochMilli(millis);
    return time.isBefore(page.answeredAt()) ? time : page.answeredAt();
  }
}
