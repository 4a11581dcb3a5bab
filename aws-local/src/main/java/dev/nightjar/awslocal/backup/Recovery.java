package dev.nightjar.awslocal.backup;

import java.time.Duration;
import java.time.Instant;

/**
 * Point-in-time recovery of a table that has it on.
 *
 * @param since when it was switched on
 * @param days how far back it reaches
 */
record Recovery(Instant since, int days) {

  /** AWS: "LatestRestorableDateTime is typically 5 minutes before the current time". */
  private static final Duration LAG = Duration.ofMinutes(5);

  Instant earliest(Instant now) {
    Instant reach = now.minus(Duration.ofDays(days));
    return since.isAfter(reach) ? since : reach;
  }

  Instant latest(Instant now) {
    Instant settled = now.minus(LAG);
    return settled.isBefore(since) ? since : settled;
  }
}
