package dev.nightjar.clickhouse;

import dev.nightjar.clickhouse.block.NativeBlock;
import java.util.Map;
import java.util.Optional;

/**
 * One block of rows for one table.
 *
 * <p>The columns are the block's, by name; columns of the table that are not among them get their
 * DEFAULT. MATERIALIZED columns may be among them.
 *
 * @param table where to
 * @param block the rows; its builder must not be touched before the insert has returned
 * @param deduplicationToken names exactly this content; a table with a deduplication window drops a
 *     second insert with the same token <em>whatever it holds</em>
 * @param queryId chosen by the caller, unique among running statements
 * @param settings settings of this insert alone, besides those that every insert states
 */
public record Insert(
    TableName table,
    NativeBlock block,
    Optional<String> deduplicationToken,
    Optional<String> queryId,
    Map<String, String> settings) {

  /** Copies the settings. */
  public Insert {
    settings = Map.copyOf(settings);
  }

  /** An insert without token, query id and settings of its own. */
  public static Insert of(TableName table, NativeBlock block) {
    return new Insert(table, block, Optional.empty(), Optional.empty(), Map.of());
  }

  /** The same with a deduplication token. */
  public Insert token(String token) {
    return new Insert(table, block, Optional.of(token), queryId, settings);
  }

  /** The same with a query id. */
  public Insert id(String id) {
    return new Insert(table, block, deduplicationToken, Optional.of(id), settings);
  }

  /** The same with one more setting. */
  public Insert setting(String name, String value) {
    return new Insert(table, block, deduplicationToken, queryId, Maps.plus(settings, name, value));
  }
}
