package dev.nightjar.dynamodb.table;

import java.util.OptionalLong;

/**
 * Above what a table is refused.
 *
 * @param sizeBytes bytes, if limited
 * @param writeCapacityUnits provisioned WCU, if limited; on-demand tables count as 0, also where
 *     they have maximum write request units: that is a ceiling, and says nothing of what is written
 */
public record TableLimits(OptionalLong sizeBytes, OptionalLong writeCapacityUnits) {

  /** Nightjar's own: none. */
  public static final TableLimits NONE =
      new TableLimits(OptionalLong.empty(), OptionalLong.empty());

  /** The specification's: 500 GB and 250 WCU. */
  public static final TableLimits SPECIFICATION =
      new TableLimits(OptionalLong.of(500_000_000_000L), OptionalLong.of(250));
}
