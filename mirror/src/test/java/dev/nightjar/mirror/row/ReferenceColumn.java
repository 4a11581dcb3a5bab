package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/**
 * A column as a test states it.
 *
 * @param path the names in its JSON path; empty for {@code $}
 */
record ReferenceColumn(
    String name,
    ClickHouseType type,
    List<String> path,
    boolean key,
    Optional<Default> defaultValue) {

  /** The columns that every mirrored table has (docs/datasources.md). */
  static final List<ReferenceColumn> SYSTEM =
      List.of(
          of("_record", "String", "NewImage"),
          of("_old_record", "Nullable(String)", "OldImage"),
          of("_timestamp", "DateTime64(3)", "ApproximateCreationDateTime"),
          of("_event_name", "LowCardinality(String)", "eventName"),
          of("_is_deleted", "UInt8", "_is_deleted"));

  /**
   * A DEFAULT.
   *
   * @param expression SQL
   * @param meaning the same as a typed attribute
   */
  record Default(String expression, String meaning) {
    /** The value that it gives a column. */
    Object value(ClickHouseType type) {
      var attribute = JsonMapper.shared().readTree(meaning);
      if (attribute.has("NULL")) {
        return null;
      }
      // A JSON column's DEFAULT is the JSON in a text.
      return type.bare() instanceof Json
          ? attribute.get("S").stringValue()
          : ReferenceValue.of(attribute, type);
    }
  }

  static ReferenceColumn of(String name, String type, String... path) {
    return new ReferenceColumn(
        name, ClickHouseType.parse(type), List.of(path), false, Optional.empty());
  }

  /** The same as one of the table's key. */
  ReferenceColumn asKey() {
    return new ReferenceColumn(name, type, path, true, defaultValue);
  }

  ReferenceColumn withDefault(Default value) {
    return new ReferenceColumn(name, type, path, key, Optional.of(value));
  }

  /** As a file writes it. */
  String jsonPath() {
    return path.isEmpty()
        ? "$"
        : "$." + String.join(".", path.stream().map(segment -> '"' + segment + '"').toList());
  }
}
