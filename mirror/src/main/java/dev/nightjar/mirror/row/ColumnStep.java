package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.clickhouse.block.StringColumn;
import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.item.AttributeLookup;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;

/** Writes one column's value of a change. */
sealed interface ColumnStep {

  /** What there is no value for. */
  void writeAbsent(Column column);

  /**
   * Appends the value, or what stands for an absent one.
   *
   * @return why it does not fit; the row must then be undone
   */
  Fit write(ChangeView view, Column column);

  /** Writes a value of an item that has been read: what can be wrong with it now is a number. */
  private static Fit fit(ValueWriter writer, AttributeReader item, int node, Column column) {
    try {
      return writer.write(item, node, column);
    } catch (MalformedJsonException e) {
      return Fit.NO_NUMBER;
    }
  }

  /** An attribute of an image. */
  record AttributeStep(Image image, AttributeLookup lookup, ValueWriter writer, Absence absence)
      implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      int node = view.find(image, lookup);
      if (node == AttributeReader.NONE) {
        absence.write(column);
        return Fit.FITS;
      }
      return fit(writer, view.image(image), node, column);
    }

    @Override
    public void writeAbsent(Column column) {
      absence.write(column);
    }
  }

  /** What {@code Keys} never has: the item of an export's row, which stands for them, may. */
  record AbsentStep(Absence absence) implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      absence.write(column);
      return Fit.FITS;
    }

    @Override
    public void writeAbsent(Column column) {
      absence.write(column);
    }
  }

  /**
   * A key attribute: it is always there, or the row is none. A text that is no UTF-8 (half a pair
   * of surrogates, which JSON can escape) is none that a query could ask for.
   */
  record KeyStep(Image image, AttributeLookup lookup, ValueWriter writer) implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      int node = view.find(image, lookup);
      if (node == AttributeReader.NONE) {
        return Fit.MISSING;
      }
      AttributeReader item = view.image(image);
      boolean text =
          Utf8.isText(item.valueBuffer(node), item.valueStart(node), item.valueEnd(node));
      return text ? fit(writer, item, node, column) : Fit.NOT_UTF8;
    }

    @Override
    public void writeAbsent(Column column) {
      throw new IllegalStateException("a key is never left out");
    }
  }

  /** A whole image as JSON. */
  record ImageStep(Image image, Absence absence) implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      if (view.has(image)) {
        ByteOutput json = view.json(image);
        ((StringColumn) column).append(json.array(), 0, json.length());
      } else {
        absence.write(column);
      }
      return Fit.FITS;
    }

    @Override
    public void writeAbsent(Column column) {
      absence.write(column);
    }
  }

  /** A whole image as what its attributes make: JSON, Map or Tuple. */
  record WholeStep(Image image, ValueWriter writer, Absence absence) implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      if (!view.has(image)) {
        absence.write(column);
        return Fit.FITS;
      }
      AttributeReader item = view.image(image);
      return fit(writer, item, item.root(), column);
    }

    @Override
    public void writeAbsent(Column column) {
      absence.write(column);
    }
  }

  /** The key attributes as a JSON object, also of an export's row, which has no Keys. */
  record KeysStep(KeysJson keys) implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      ByteOutput json = keys.of(view);
      ((StringColumn) column).append(json.array(), 0, json.length());
      return Fit.FITS;
    }

    @Override
    public void writeAbsent(Column column) {
      column.appendEmpty();
    }
  }

  /** The time in a DateTime64(3). */
  record TimestampStep() implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      long milliseconds = view.change().approximateCreationTime();
      ((FixedColumn) column).append(milliseconds == Change.NO_TIME ? 0 : milliseconds);
      return Fit.FITS;
    }

    @Override
    public void writeAbsent(Column column) {
      column.appendEmpty();
    }
  }

  /** The event's name in a String. */
  final class EventNameStep implements ColumnStep {
    private static final byte[][] NAMES = names();

    private static byte[][] names() {
      EventName[] events = EventName.values();
      byte[][] names = new byte[events.length][];
      for (EventName event : events) {
        names[event.ordinal()] = event.name().getBytes(StandardCharsets.US_ASCII);
      }
      return names;
    }

    @Override
    public Fit write(ChangeView view, Column column) {
      ((StringColumn) column).append(NAMES[view.change().eventName().ordinal()]);
      return Fit.FITS;
    }

    @Override
    public void writeAbsent(Column column) {
      column.appendEmpty();
    }
  }

  /** 1 for REMOVE. */
  record IsDeletedStep() implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      ((FixedColumn) column).append(view.isRemove() ? 1 : 0);
      return Fit.FITS;
    }

    @Override
    public void writeAbsent(Column column) {
      column.appendEmpty();
    }
  }

  /** The version in a UInt256: generation, depth, sequence number. */
  record VersionStep() implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      Change change = view.change();
      ((FixedColumn) column)
          .append(
              view.generation(),
              view.depth() << 32 | Integer.toUnsignedLong(change.sequenceHigh()),
              change.sequenceMiddle(),
              change.sequenceLow());
      return Fit.FITS;
    }

    @Override
    public void writeAbsent(Column column) {
      throw new IllegalStateException("a version is never left out");
    }
  }

  /** What the change record says, as if it were an attribute of its own. */
  record FieldStep(FieldValue field, ValueWriter writer, Absence absence) implements ColumnStep {
    @Override
    public Fit write(ChangeView view, Column column) {
      AttributeReader value = field.read(view);
      int node = value.find(FieldValue.PATH);
      if (node == AttributeReader.NONE) {
        absence.write(column);
        return Fit.FITS;
      }
      return fit(writer, value, node, column);
    }

    @Override
    public void writeAbsent(Column column) {
      absence.write(column);
    }
  }
}
