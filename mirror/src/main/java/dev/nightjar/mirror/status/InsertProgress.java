package dev.nightjar.mirror.status;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What has been inserted since the start of the server, into the table and its quarantine.
 *
 * @param batchesInFlight batches that are written down and not done
 * @param inserts inserts that ClickHouse has acknowledged
 * @param rows rows of them
 * @param bytes bytes of their blocks
 * @param time the time that they took together, waiting for a connection excluded
 * @param perBound for each bound of {@link #BOUNDS} the inserts that took at most so long and
 *     longer than the bound before; one more for those beyond the last
 */
public record InsertProgress(
    long batchesInFlight, long inserts, long rows, long bytes, Duration time, List<Long> perBound) {

  /** The bounds between which inserts are counted. */
  public static final List<Duration> BOUNDS =
      List.of(
          Duration.ofMillis(5),
          Duration.ofMillis(10),
          Duration.ofMillis(25),
          Duration.ofMillis(50),
          Duration.ofMillis(100),
          Duration.ofMillis(250),
          Duration.ofMillis(500),
          Duration.ofSeconds(1),
          Duration.ofMillis(2500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));

  /** Copies the list. */
  public InsertProgress {
    perBound = List.copyOf(perBound);
  }

  /** Nothing has been inserted. */
  public static InsertProgress none() {
    return new InsertProgress(
        0, 0, 0, 0, Duration.ZERO, Collections.nCopies(BOUNDS.size() + 1, 0L));
  }

  /**
   * The bound within which this share of the inserts stayed; empty where there are none, or where
   * it is beyond the last bound.
   *
   * @param share from 0 to 1
   */
  public Optional<Duration> within(double share) {
    long counted = perBound.stream().mapToLong(Long::longValue).sum();
    long below = 0;
    for (int i = 0; i < BOUNDS.size(); i++) {
      below += perBound.get(i);
      if (counted > 0 && below >= share * counted) {
        return Optional.of(BOUNDS.get(i));
      }
    }
    return Optional.empty();
  }
}
