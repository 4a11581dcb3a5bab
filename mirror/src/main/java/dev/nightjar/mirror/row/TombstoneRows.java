package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.block.NativeBlock;
import dev.nightjar.clickhouse.ddl.ColumnDefinition;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.Array;
import dev.nightjar.clickhouse.type.ClickHouseType.Json;
import dev.nightjar.clickhouse.type.ClickHouseType.MapType;
import dev.nightjar.clickhouse.type.ClickHouseType.Nullable;
import dev.nightjar.clickhouse.type.ClickHouseType.StringType;
import dev.nightjar.clickhouse.type.ClickHouseType.Tuple;
import dev.nightjar.clickhouse.type.ClickHouseType.TupleElement;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.MissedDelete;
import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.mirror.row.ColumnSource.Attribute;
import dev.nightjar.mirror.row.ColumnSource.WholeImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The rows of items that were deleted unseen, as a REMOVE's: what the mirrored table holds of the
 * item is the old image. ClickHouse itself writes the columns that read the item, as they are in
 * the item's last row; the others are encoded here, as those of any change.
 *
 * <p>Not thread-safe.
 */
public final class TombstoneRows {
  private final List<MirroredColumn> kept;
  private final List<MirroredColumn> oldRecords;
  private final boolean readsOldImage;
  private final RowEncoder encoder;
  private final BlockBuilder rows;
  private final BlockBuilder quarantine;

  private TombstoneRows(MirroredSchema schema) {
    this.kept = columns(schema, TombstoneRows::isKept);
    this.oldRecords = columns(schema, TombstoneRows::isOldRecord);
    List<MirroredColumn> encoded = columns(schema, column -> !isWritten(column));
    this.readsOldImage =
        encoded.stream().anyMatch(column -> isOfTheItem(column) || isOfTheOldImage(column));
    this.encoder = RowEncoder.of(schema, encoded);
    this.rows = encoder.rows();
    this.quarantine = encoder.quarantine();
  }

  /** Compiles a schema. */
  public static TombstoneRows of(MirroredSchema schema) {
    return new TombstoneRows(schema);
  }

  private static List<MirroredColumn> columns(
      MirroredSchema schema, Predicate<MirroredColumn> which) {
    return schema.columns().stream().filter(which).toList();
  }

  /** What reads the item, whichever image that is; of the keys there is one image only. */
  private static boolean isOfTheItem(MirroredColumn column) {
    return switch (column.source()) {
      case Attribute(Image image, var _) -> image == Image.ITEM || image == Image.KEYS;
      case WholeImage(Image image) -> image == Image.ITEM || image == Image.KEYS;
      default -> false;
    };
  }

  /**
   * What ClickHouse writes of the item. Not its JSON: that it prints numbers in digits that it does
   * not read again.
   */
  private static boolean isKept(MirroredColumn column) {
    return isOfTheItem(column) && !holdsJson(column.type());
  }

  private static boolean holdsJson(ClickHouseType type) {
    return switch (type) {
      case Json _ -> true;
      case Nullable(ClickHouseType inner) -> holdsJson(inner);
      case Array(ClickHouseType element) -> holdsJson(element);
      case MapType(ClickHouseType _, ClickHouseType value) -> holdsJson(value);
      case Tuple(List<TupleElement> elements) ->
          elements.stream().anyMatch(element -> holdsJson(element.type()));
      default -> false;
    };
  }

  /** What is, of a REMOVE, the text that {@code _record} was. */
  private static boolean isOldRecord(MirroredColumn column) {
    return column.source().equals(new WholeImage(Image.OLD_IMAGE))
        && column.type().bare() instanceof StringType;
  }

  private static boolean isOfTheOldImage(MirroredColumn column) {
    return switch (column.source()) {
      case Attribute(Image image, var _) -> image == Image.OLD_IMAGE;
      case WholeImage(Image image) -> image == Image.OLD_IMAGE;
      default -> false;
    };
  }

  private static boolean isWritten(MirroredColumn column) {
    return isKept(column) || isOldRecord(column);
  }

  /** The columns of an item's last row that its tombstone is made of. */
  public List<ColumnDefinition> lastRowColumns() {
    List<ColumnDefinition> columns = new ArrayList<>();
    kept.forEach(column -> columns.add(definition(column.name(), column.type().toString())));
    columns.add(
        definition(SystemColumn.RECORD.columnName(), SystemColumn.RECORD.type().toString()));
    return columns;
  }

  private static ColumnDefinition definition(String name, String type) {
    return ColumnDefinition.of(name, type);
  }

  /** The columns that ClickHouse writes. */
  public List<BlockColumn> writtenColumns() {
    List<BlockColumn> columns = new ArrayList<>();
    kept.forEach(column -> columns.add(blockColumn(column)));
    oldRecords.forEach(column -> columns.add(blockColumn(column)));
    return columns;
  }

  private static BlockColumn blockColumn(MirroredColumn column) {
    return new BlockColumn(column.name(), column.type());
  }

  /**
   * The same as expressions of a SELECT.
   *
   * @param rows what its FROM calls the rows of {@link #lastRowColumns()}
   */
  public List<String> writtenExpressions(String rows) {
    List<String> expressions = new ArrayList<>();
    kept.forEach(column -> expressions.add(expression(rows, column.name(), column)));
    oldRecords.forEach(
        column -> expressions.add(expression(rows, SystemColumn.RECORD.columnName(), column)));
    return expressions;
  }

  private static String expression(String rows, String read, MirroredColumn column) {
    return "CAST("
        + rows
        + "."
        + Sql.identifier(read)
        + " AS "
        + blockColumn(column).writtenType()
        + ") AS "
        + Sql.identifier(column.name());
  }

  /** Whether {@link #append(MissedDelete, long, ByteOutput)} looks at the records. */
  public boolean readsOldImage() {
    return readsOldImage;
  }

  /** The column that holds an item's last record. */
  public static String recordColumn() {
    return SystemColumn.RECORD.columnName();
  }

  /** Appends what ClickHouse does not write of the tombstone of an item. */
  public void append(MissedDelete delete, long generation) {
    append(delete.withoutImage(), generation);
  }

  /**
   * The same where {@link #readsOldImage()}.
   *
   * @param image the item as DynamoDB's typed JSON
   */
  public void append(MissedDelete delete, long generation, ByteOutput image) {
    append(delete.of(image), generation);
  }

  private void append(Change change, long generation) {
    encoder.append(change, generation, 0, rows, quarantine);
  }

  /**
   * The block of all rows that were appended, beside what ClickHouse has written of them; valid
   * until the next one is appended or {@link #clear()} is called.
   *
   * @param answer a query's, in the format Native: {@link #writtenExpressions} of these rows
   */
  public NativeBlock behind(byte[] answer) {
    return rows.finish().behind(writtenColumns(), answer);
  }

  /** A block without rows. */
  public NativeBlock none() {
    return quarantine.finish();
  }

  /** Forgets the rows. */
  public void clear() {
    rows.clear();
  }
}
