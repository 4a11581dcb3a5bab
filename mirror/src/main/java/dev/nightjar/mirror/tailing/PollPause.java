package dev.nightjar.mirror.tailing;

import java.time.Duration;
import java.time.Instant;

/**
 * How long to leave a shard alone after an answer without records: a tenth of the time that it has
 * been silent, within limits. Every call costs money, and a shard that has just spoken will soon
 * speak again.
 */
final class PollPause {
  private static final int PART = 10;

  private final Duration shortest;
  private Instant lastRecord;

  PollPause(Duration shortest, Instant now) {
    this.shortest = shortest;
    this.lastRecord = now;
  }

  /** Records came. */
  void records(Instant now) {
    lastRecord = now;
  }

  /**
   * The pause from now.
   *
   * @param longest which it is at most
   */
  Duration next(Instant now, Duration longest) {
    Duration pause = Duration.between(lastRecord, now).dividedBy(PART);
    if (pause.compareTo(shortest) < 0) {
      return shortest;
    }
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
