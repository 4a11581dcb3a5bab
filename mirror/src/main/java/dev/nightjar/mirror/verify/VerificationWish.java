package dev.nightjar.mirror.verify;

import java.util.OptionalDouble;

/**
 * How to verify.
 *
 * @param readCapacity read capacity units that the scan may consume a second; empty for the usual:
 *     a quarter of what the table is provisioned with, {@link #ON_DEMAND} for one that is on demand
 * @param sample how much of the table
 * @param limit how many differences are explained; all are counted
 */
public record VerificationWish(OptionalDouble readCapacity, Sample sample, int limit) {

  /** Units a second for a table on demand: about 0.8 MB a second. */
  public static final double ON_DEMAND = 200;

  /** Differences that are explained unless a wish says otherwise. */
  public static final int USUAL_LIMIT = 20;

  /** Differences that are explained at most. */
  public static final int MOST = 1000;

  /** The whole table, as the rest is usual. */
  public static final VerificationWish USUAL =
      new VerificationWish(OptionalDouble.empty(), new Sample.Whole(), USUAL_LIMIT);

  /** The same with another sample. */
  public VerificationWish with(Sample other) {
    return new VerificationWish(readCapacity, other, limit);
  }

  /** The units a second for a table with this provisioned read capacity; 0: on demand. */
  double unitsPerSecond(long provisioned) {
    return readCapacity.orElse(provisioned == 0 ? ON_DEMAND : Math.max(1, provisioned / 4.0));
  }
}
