package dev.nightjar.project;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a data source's ENGINE directives say, and nothing that they leave out.
 *
 * @param name the engine, for example {@code ReplacingMergeTree}; empty if there is no ENGINE
 *     directive
 * @param sortingKey the parts of the key, empty if it is not stated. A part that is a column's name
 *     is that name without quotes, so match parts with the columns (by name, {@code user-id} too)
 *     before reading them as expressions.
 * @param summingColumns empty if not stated
 * @param settings ENGINE_SETTINGS in the order of the file: name to ClickHouse literal ({@code
 *     's'}, a number, a boolean)
 */
public record Engine(
    Optional<String> name,
    Optional<String> partitionKey,
    List<String> sortingKey,
    Optional<String> primaryKey,
    Optional<String> samplingKey,
    Optional<String> ttl,
    Optional<String> ver,
    Optional<String> isDeleted,
    Optional<String> sign,
    Optional<String> version,
    List<String> summingColumns,
    Map<String, String> settings) {

  /** No ENGINE directive at all. */
  public static final Engine UNSTATED =
      new Engine(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Map.of());

  public Engine {
    sortingKey = List.copyOf(sortingKey);
    summingColumns = List.copyOf(summingColumns);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** The same engine, whose rows live as long as another says. */
  public Engine withTtl(Optional<String> other) {
    return new Engine(
        name,
        partitionKey,
        sortingKey,
        primaryKey,
        samplingKey,
        other,
        ver,
        isDeleted,
        sign,
        version,
        summingColumns,
        settings);
  }

  /** Whether the file has any ENGINE directive. */
  public boolean isStated() {
    return !equals(UNSTATED);
  }
}
