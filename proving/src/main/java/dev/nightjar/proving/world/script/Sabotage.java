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
  RECORDS_SKIPPED,
  /** One item is missing on each list of deleted items. */
  TOMBSTONE_FORGOTTEN,
  /** Tombstones come in with a version above what their generation's changes have. */
  TOMBSTONE_TOO_HIGH,
  /** Tombstones are acknowledged minutes before they are in, so that LIVE comes before them. */
  TOMBSTONES_LATE,
  /** Rows of a generation after the first come in as those of the one before. */
  GENERATION_NOT_RAISED,
  /** Beside the row of a change another one comes in, of a change that never was and loses. */
  CHANGE_INVENTED,
  /** Of two changes of an item in one block, the earlier one's version is too low at times. */
  CHANGES_MISORDERED,
  /** The row of an export does not come in where a change of its item came before it. */
  EXPORTED_ROW_DROPPED,
  /** Rows of an export that took more than a day win over the changes that came meanwhile. */
  LATE_EXPORT_WINS,
  /** No listing names a shard that continues another one. */
  CHILDREN_HIDDEN,
  /** No page has the newest record of its shard, as if there were none. */
  NEWEST_HIDDEN
}
