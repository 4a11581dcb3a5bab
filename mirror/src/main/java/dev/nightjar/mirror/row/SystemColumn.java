package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.mirror.row.ColumnSource.Field;
import dev.nightjar.mirror.row.ColumnSource.WholeImage;
import java.util.Arrays;
import java.util.Optional;

/**
 * The columns that every mirrored table has, added where the file leaves them out (Tinybird's
 * DynamoDB connector, "Schema columns").
 */
enum SystemColumn {
  RECORD("_record", "String", "$.NewImage", new WholeImage(Image.NEW_IMAGE)),
  OLD_RECORD("_old_record", "Nullable(String)", "$.OldImage", new WholeImage(Image.OLD_IMAGE)),
  TIMESTAMP(
      "_timestamp",
      "DateTime64(3)",
      "$.ApproximateCreationDateTime",
      Field.APPROXIMATE_CREATION_DATE_TIME),
  EVENT_NAME("_event_name", "LowCardinality(String)", "$.eventName", Field.EVENT_NAME),
  IS_DELETED("_is_deleted", "UInt8", "$._is_deleted", Field.IS_DELETED);

  private final String columnName;
  private final String typeText;
  private final String path;
  private final ColumnSource source;

  SystemColumn(String columnName, String typeText, String path, ColumnSource source) {
    this.columnName = columnName;
    this.typeText = typeText;
    this.path = path;
    this.source = source;
  }

  static Optional<SystemColumn> named(String name) {
    return Arrays.stream(values()).filter(column -> column.columnName.equals(name)).findFirst();
  }

  String columnName() {
    return columnName;
  }

  ClickHouseType type() {
    return ClickHouseType.parse(typeText);
  }

  /** The path as a file writes it. */
  String path() {
    return path;
  }

  ColumnSource source() {
    return source;
  }

  /** Whether a stated type holds the same values. */
  boolean accepts(ClickHouseType stated) {
    return switch (this) {
      case EVENT_NAME -> stated.bare().equals(type().bare()) && !stated.nullable();
      case TIMESTAMP -> stated instanceof DateTime64(int precision, var _) && precision == 3;
      default -> stated.equals(type());
    };
  }
}
