package dev.nightjar.mirror.verify;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps a scan at a rate of consumed read capacity: what an answer cost is paid off before the next
 * question. Thread-safe.
 */
final class ReadPacer {
  private static final int MOST_ITEMS = 10_000;
  private static final int FIRST_ITEMS = 100;
  private static final int FEWEST_SMALL = 25;

  private final double unitsPerSecond;
  private double consumed;
  private long items;
  private Instant paidUntil = Instant.EPOCH;

  ReadPacer(double unitsPerSecond) {
    if (!(unitsPerSecond > 0)) {
      throw new IllegalArgumentException(unitsPerSecond + " units a second");
    }
    this.unitsPerSecond = unitsPerSecond;
  }

  /** How long to wait before the next question. */
  synchronized Duration pause(Instant now) {
    return paidUntil.isAfter(now) ? Duration.between(now, paidUntil) : Duration.ZERO;
  }

  /** An answer has come. */
  synchronized void consumed(double units, int itemsRead, Instant now) {
    consumed += units;
    items += itemsRead;
    Instant from = paidUntil.isAfter(now) ? paidUntil : now;
    paidUntil = from.plusNanos((long) (units / unitsPerSecond * 1e9));
  }

  /** How many items to ask for so that an answer costs about what a second allows. */
  synchronized int limit() {
    if (items == 0 || consumed == 0) {
      return FIRST_ITEMS;
    }
    // Fewer small items in an answer would cost the same whole unit.
    boolean small = consumed <= items;
    return (int)
        Math.clamp(unitsPerSecond * items / consumed, small ? FEWEST_SMALL : 1, MOST_ITEMS);
  }

  /** All units so far. */
  synchronized double units() {
    return consumed;
  }

  double unitsPerSecond() {
    return unitsPerSecond;
  }
}
