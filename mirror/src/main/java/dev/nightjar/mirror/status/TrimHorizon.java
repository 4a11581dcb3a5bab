package dev.nightjar.mirror.status;

import static java.time.temporal.ChronoUnit.SECONDS;

import java.time.Duration;
import java.time.Instant;

/**
 * How far a checkpoint is from the stream's trim horizon: DynamoDB Streams may drop a record once
 * it is 24 hours old.
 *
 * @param checkpointAt what was written before this moment, by AWS's clock, has been read
 * @param left until records that have not been read may be dropped; negative once they may have
 *     been
 * @see <a
 *     href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html">DynamoDB
 *     Streams: "all data in DynamoDB Streams is subject to a 24-hour lifetime"</a>
 */
public record TrimHorizon(Instant checkpointAt, Duration left) {
  /** How long a stream keeps a record. */
  public static final Duration RETENTION = Duration.ofHours(24);

  /** With less than this left, a mirror is six hours behind: something is wrong. */
  public static final Duration WARN_BELOW = Duration.ofHours(18);

  /** With less than this left, changes are lost today unless somebody does something. */
  public static final Duration CRITICAL_BELOW = Duration.ofHours(6);

  /** A checkpoint's distance at a moment, both by AWS's clock. */
  public static TrimHorizon of(Instant checkpointAt, Instant now) {
    return new TrimHorizon(
        checkpointAt, Duration.between(now, checkpointAt.plus(RETENTION)).truncatedTo(SECONDS));
  }

  /** How pressing that is. */
  public AlarmLevel alarm() {
    if (left.compareTo(CRITICAL_BELOW) < 0) {
      return AlarmLevel.CRITICAL;
    }
    return left.compareTo(WARN_BELOW) < 0 ? AlarmLevel.WARN : AlarmLevel.OK;
  }
}
