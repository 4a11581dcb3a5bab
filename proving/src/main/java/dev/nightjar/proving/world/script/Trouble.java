package dev.nightjar.proving.world.script;

/** What can be wrong for a while. */
public enum Trouble {
  /** Calls of the stream's API are throttled. */
  STREAM_THROTTLED,
  /** Calls of the stream's API fail on AWS's side, or their answer is lost. */
  STREAM_FAILS,
  /** Listings of shards fail. */
  LISTING_FAILS,
  /** Listings are late and leave shards out. */
  LISTING_VAGUE,
  /** Pages come empty although there are records. */
  PAGES_EMPTY,
  /** Calls about exports fail, or their answer is lost. */
  EXPORT_CALLS_FAIL,
  /** Calls about tables fail. */
  TABLE_CALLS_FAIL,
  /** Downloads fail, or break off half way. */
  DOWNLOADS_FAIL,
  /** The role cannot be assumed. */
  ROLE_LOST,
  /** Nothing answers at ClickHouse's address. */
  CLICKHOUSE_AWAY,
  /** ClickHouse refuses inserts: too many parts. */
  CLICKHOUSE_REFUSES,
  /** Inserts time out: nobody knows whether they arrive. */
  CLICKHOUSE_TIMES_OUT,
  /** ClickHouse's other answers fail. */
  CLICKHOUSE_QUERIES_FAIL
}
