package dev.nightjar.awslocal.backup;

import dev.nightjar.awslocal.dynamodb.TableMetadata;
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

  /** The oldest instant that can be gone back to: no older than what is known of the table. */
  Instant earliest(Instant now, TableMetadata table) {
    Instant reach = now.minus(Duration.ofDays(days));
    Instant known = table.earliestSnapshot();
    Instant earliest = since.isAfter(reach) ? since : reach;
    return known.isAfter(earliest) ? known : earliest;
  }

  Instant latest(Instant now) {
    Instant settled = now.minus(LAG);
    return settled.isBefore(since) ? since : settled;
  }
}
