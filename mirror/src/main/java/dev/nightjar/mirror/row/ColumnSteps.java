package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.DateTime64;
import dev.nightjar.clickhouse.type.ClickHouseType.IntegerType;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.dynamodb.item.AttributeLookup;
import dev.nightjar.dynamodb.item.AttributePath;
import java.util.List;

/** Chooses how a column is written. */
final class ColumnSteps {
  private static final ClickHouseType BYTE = new IntegerType(8, false);

  private ColumnSteps() {}

  static ColumnStep of(MirroredColumn column, List<KeyColumn> keys) {
    ValueWriter writer = ValueWriter.of(column.type(), column.key());
    Absence absence = Absence.of(column, writer);
    return switch (column.source()) {
      case ColumnSource.Attribute(Image image, List<String> path)
          when image == Image.KEYS && !isKey(path, keys) ->
          new ColumnStep.AbsentStep(absence);
      case ColumnSource.Attribute(Image image, List<String> path) ->
          column.key()
              ? new ColumnStep.KeyStep(image, new AttributeLookup(AttributePath.of(path)), writer)
              : new ColumnStep.AttributeStep(
                  image, new AttributeLookup(AttributePath.of(path)), writer, absence);
      case ColumnSource.WholeImage(Image image) when image == Image.KEYS ->
          new ColumnStep.KeysStep(new KeysJson(keys));
      case ColumnSource.WholeImage(Image image) when column.type().bare() instanceof StringType ->
          new ColumnStep.ImageStep(image, absence);
      case ColumnSource.WholeImage(Image image) -> new ColumnStep.WholeStep(image, writer, absence);
      case ColumnSource.UserIdentity source ->
          new ColumnStep.FieldStep(new FieldValue(source), writer, absence);
      case ColumnSource.Field field -> field(field, column, writer, absence);
    };
  }

  private static boolean isKey(List<String> path, List<KeyColumn> keys) {
    return keys.stream().anyMatch(key -> path.equals(List.of(key.attribute().name())));
  }

  private static ColumnStep field(
      ColumnSource.Field field, MirroredColumn column, ValueWriter writer, Absence absence) {
    boolean plain = !column.type().nullable() && column.defaultExpression().isEmpty();
    if (field == ColumnSource.Field.VERSION) {
      return new ColumnStep.VersionStep();
    }
    if (plain
        && field == ColumnSource.Field.EVENT_NAME
        && column.type().bare() instanceof StringType) {
      return new ColumnStep.EventNameStep();
    }
    if (plain && field == ColumnSource.Field.IS_DELETED && column.type().equals(BYTE)) {
      return new ColumnStep.IsDeletedStep();
    }
    boolean milliseconds =
        column.type() instanceof DateTime64(int precision, var _) && precision == 3;
    if (plain && field == ColumnSource.Field.APPROXIMATE_CREATION_DATE_TIME && milliseconds) {
      return new ColumnStep.TimestampStep();
    }
    return new ColumnStep.FieldStep(new FieldValue(field), writer, absence);
  }
}
