package dev.nightjar.clickhouse;

import java.nio.charset.StandardCharsets;

/** A whole result, in the format that the query named. */
public final class QueryResult {
  private final byte[] bytes;
  private final QueryStatistics statistics;

  /**
   * A result.
   *
   * @param bytes the result; not copied
   * @param statistics what it cost
   */
  public QueryResult(byte[] bytes, QueryStatistics statistics) {
    this.bytes = bytes;
    this.statistics = statistics;
  }

  /** The result's bytes; not copied. */
  public byte[] bytes() {
    return bytes;
  }

  /** What the query cost. */
  public QueryStatistics statistics() {
    return statistics;
  }

  /** The bytes as UTF-8 text (malformed bytes are replaced). */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
