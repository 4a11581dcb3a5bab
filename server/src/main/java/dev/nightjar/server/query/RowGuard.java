package dev.nightjar.server.query;

import java.util.Map;
import java.util.Optional;

/**
 * How a query must run so that its caller learns nothing of rows that a filter hides from it, and
 * nothing of things that it cannot read.
 *
 * @param database the workspace's
 * @param filters of the caller's token, by table
 * @param settings without which the query must not run
 * @param strictly the settings of a second try, where the first may have failed on a hidden row
 *     while ClickHouse looked for what it can leave unread
 * @param isRestricted whether the caller may read only some things, and errors are to be told in
 *     words that quote nothing
 */
record RowGuard(
    String database,
    Map<String, String> filters,
    Map<String, String> settings,
    Optional<Map<String, String>> strictly,
    boolean isRestricted) {

  /** Copies the maps. */
  RowGuard {
    filters = Map.copyOf(filters);
    settings = Map.copyOf(settings);
    strictly = strictly.map(Map::copyOf);
  }
}
