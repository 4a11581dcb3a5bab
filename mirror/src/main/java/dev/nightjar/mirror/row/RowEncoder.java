package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.BlockBuilder;
import dev.nightjar.clickhouse.block.BlockColumn;
import dev.nightjar.clickhouse.type.ClickHouseType;
import dev.nightjar.clickhouse.type.ClickHouseType.IntegerType;
import dev.nightjar.clickhouse.type.ClickHouseType.Nullable;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns changes into rows of column bytes: compiled once from a schema, then used for every change
 * of one source. Not thread-safe; no object is made for an attribute.
 *
 * <p>A row made from an export line and one made from a stream record of the same item are the same
 * bytes but for the version, {@code _timestamp}, {@code _event_name} and {@code _old_record}.
 */
public final class RowEncoder {
  private final List<MirroredColumn> columns;
  private final ColumnStep[] steps;
  private final List<BlockColumn> blockColumns;
  private final boolean[] leftOut;
  private final ChangeView view = new ChangeView();
  private final LastKey lastKey;
  private final QuarantineRows quarantineRows = new QuarantineRows();
  private final List<String> misfitColumns = new ArrayList<>();
  private final List<Fit> misfits = new ArrayList<>();

  private RowEncoder(MirroredSchema schema, List<MirroredColumn> columns) {
    this.columns = columns;
    this.lastKey =
        new LastKey(columns.stream().anyMatch(MirroredColumn::key) ? schema.keys() : List.of());
    List<ColumnStep> compiled = new ArrayList<>();
    List<BlockColumn> block = new ArrayList<>();
    for (MirroredColumn column : columns) {
      compiled.add(ColumnSteps.of(column, schema.keys()));
      block.add(new BlockColumn(column.name(), blockType(column)));
    }
    if (schema.declaredVersion().isEmpty()) {
      compiled.add(new ColumnStep.VersionStep());
      block.add(new BlockColumn(MirroredSchema.VERSION_COLUMN, new IntegerType(256, false)));
    }
    this.steps = compiled.toArray(ColumnStep[]::new);
    this.blockColumns = List.copyOf(block);
    this.leftOut = new boolean[steps.length];
  }

  /** Compiles a schema. */
  public static RowEncoder of(MirroredSchema schema) {
    return new RowEncoder(schema, schema.columns());
  }

  /**
   * An encoder of some of a schema's columns and of its version's, if that is hidden; either of all
   * key columns or of none.
   */
  static RowEncoder of(MirroredSchema schema, List<MirroredColumn> columns) {
    return new RowEncoder(schema, columns);
  }

  /** In a block, NULL stands for the DEFAULT of a column that is not Nullable. */
  private static ClickHouseType blockType(MirroredColumn column) {
    boolean filledIn =
        column.defaultExpression().isPresent()
            && !column.key()
            && !DefaultLiteral.isNeededFor(column.type());
    return filledIn ? new Nullable(column.type().bare()) : column.type();
  }

  /** A builder for this encoder's rows. */
  public BlockBuilder rows() {
    return new BlockBuilder(blockColumns);
  }

  /** A builder for the changes that do not fit. */
  public BlockBuilder quarantine() {
    return QuarantineRows.builder();
  }

  /**
   * Appends a change as a row. Where the new image is no item (it has an attribute of an unknown
   * type) the key stands for it, where the old one is none nothing does, and the change goes into
   * quarantine as it came.
   *
   * @param generation of the mirror, from 1
   * @param depth of the shard in its lineage, from 1; 0 for a row of an export
   * @param rows a builder of {@link #rows()}
   * @param quarantine a builder of {@link #quarantine()}
   * @throws MalformedJsonException when the key cannot be read; neither builder has got anything
   *     then
   */
  public Outcome append(
      Change change, long generation, long depth, BlockBuilder rows, BlockBuilder quarantine) {
    view.set(change, generation, depth);
    try {
      return append(false, false, rows, quarantine);
    } catch (MalformedJsonException e) {
      return appendWithoutImages(e, rows, quarantine);
    }
  }

  /** Leaves out as little as may be. */
  private Outcome appendWithoutImages(
      MalformedJsonException malformed, BlockBuilder rows, BlockBuilder quarantine) {
    boolean hasNew = view.has(Image.NEW_IMAGE);
    boolean hasOld = view.has(Image.OLD_IMAGE);
    boolean keyStands = view.change().keysStart() >= 0;
    for (int images = 1; images <= 3; images++) {
      boolean leaveOutOld = (images & 1) != 0;
      boolean leaveOutNew = (images & 2) != 0;
      if (leaveOutOld && !hasOld || leaveOutNew && !(hasNew && keyStands)) {
        continue;
      }
      try {
        return append(leaveOutNew, leaveOutOld, rows, quarantine);
      } catch (MalformedJsonException e) {
        malformed.addSuppressed(e);
      }
    }
    throw malformed;
  }

  private Outcome append(
      boolean leaveOutNew, boolean leaveOutOld, BlockBuilder rows, BlockBuilder quarantine) {
    boolean imageLeftOut = leaveOutNew || leaveOutOld;
    misfitColumns.clear();
    misfits.clear();
    if (imageLeftOut) {
      view.leaveOut(leaveOutNew, leaveOutOld);
      Arrays.fill(leftOut, false);
      noItem(leaveOutNew, SystemColumn.RECORD);
      noItem(leaveOutOld, SystemColumn.OLD_RECORD);
    }
    boolean whole;
    try {
      whole = writeRow(rows);
      if (whole) {
        lastKey.remember(view);
      }
      if (!misfits.isEmpty() && !(whole && view.isRemove() && !imageLeftOut)) {
        quarantineRows.append(view, misfitColumns, misfits, quarantine);
      }
    } catch (MalformedJsonException e) {
      rows.undoRow();
      quarantine.undoRow();
      throw e;
    }
    if (!whole) {
      rows.undoRow();
      return Outcome.WITHHELD;
    }
    rows.endRow();
    boolean fits = misfits.isEmpty() || view.isRemove() && !imageLeftOut;
    return fits ? Outcome.ROW : Outcome.ROW_WITH_MISFITS;
  }

  private void noItem(boolean leftOutOfChange, SystemColumn image) {
    if (leftOutOfChange) {
      misfitColumns.add(image.columnName());
      misfits.add(Fit.NO_ITEM);
    }
  }

  /** Writes the values of a row that is not ended yet; false when its key does not fit. */
  private boolean writeRow(BlockBuilder rows) {
    for (int i = 0; i < steps.length; i++) {
      if (!misfits.isEmpty() && leftOut[i]) {
        steps[i].writeAbsent(rows.column(i));
        continue;
      }
      Fit fit = steps[i].write(view, rows.column(i));
      if (fit == Fit.FITS) {
        continue;
      }
      if (misfits.isEmpty()) {
        Arrays.fill(leftOut, false);
      }
      misfitColumns.add(columns.get(i).name());
      misfits.add(fit);
      if (columns.get(i).key()) {
        return false;
      }
      // A part of the value may have been written: begin the row again without it.
      leftOut[i] = true;
      rows.undoRow();
      i = -1;
    }
    return true;
  }

  /**
   * The key of the newest row that was appended: its values as texts for {@link
   * KeyColumn#equalsParameter}, in the order of {@link MirroredSchema#keys}.
   */
  public List<String> lastKey() {
    return lastKey.texts();
  }

  /**
   * What tells the newest row of the quarantine from others of its version, which those of an
   * export share: {@code hex(MD5(change))} in ClickHouse.
   */
  public String lastQuarantinedDigest() {
    return quarantineRows.lastDigest();
  }
}
