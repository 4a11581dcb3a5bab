package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.project.Column;
import dev.nightjar.project.JsonPath;
import java.util.Optional;

/**
 * A column of a data source, as rows from outside fill it.
 *
 * @param name the column's
 * @param type the column's
 * @param path where its value is in a JSON record; a column whose file names none has the path of
 *     its name
 * @param defaultExpression what stands in for a value that is absent or null
 */
record IntakeColumn(
    String name, ClickHouseType type, JsonPath path, Optional<String> defaultExpression) {

  static IntakeColumn of(Column column) {
    return new IntakeColumn(
        column.name(),
        ClickHouseType.parse(column.type()),
        column.jsonPath().orElseGet(() -> JsonPath.of(column.name())),
        column.defaultExpression());
  }

  /** Whether a row without a value for it fits. */
  boolean optional() {
    return defaultExpression.isPresent() || type.nullable();
  }

  /** Whether its values are any text. */
  boolean isText() {
    return type.bare() instanceof ClickHouseType.StringType
        || type.bare() instanceof ClickHouseType.FixedString;
  }

  /** Whether its values have parts: their text is JSON. */
  boolean isComposite() {
    return switch (type.bare()) {
      case ClickHouseType.Array _,
          ClickHouseType.MapType _,
          ClickHouseType.Tuple _,
          ClickHouseType.Json _ ->
          true;
      default -> false;
    };
  }
}
