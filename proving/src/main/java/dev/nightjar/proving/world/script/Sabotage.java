package dev.nightjar.proving.world.script;

/**
 * Errors that are put into a world on purpose: an oracle that does not find them is worth nothing.
 */
public enum Sabotage {
  /** None. */
  NONE,
  /** ClickHouse says of every row that is looked for that it is there. */
  PROBES_SAY_YES,
  /** Exports say a time that is three minutes too late, so that the boundary is. */
  EXPORT_TIME_LATE,
  /** Listings name no parents, so that children are read before them. */
  PARENTS_HIDDEN,
  /** ClickHouse remembers no tokens. */
  TOKENS_FORGOTTEN,
  /** Every insert that times out is taken for one that arrived. */
  TIMEOUTS_IGNORED,
  /** A page leaves out its last record at times. */
  RECORDS_SKIPPED
}
