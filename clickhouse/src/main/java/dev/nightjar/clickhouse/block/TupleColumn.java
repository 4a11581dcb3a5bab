package dev.nightjar.clickhouse.block;

import java.util.List;

/**
 * A column of tuples. A value is written by appending one value to each {@link #element}, then
 * {@link #endTuple}.
 */
public final class TupleColumn extends Column {
  private final Column[] elements;

  TupleColumn(List<Column> elements) {
    super(false);
    this.elements = elements.toArray(Column[]::new);
  }

  /** How many elements a tuple has. */
  public int elements() {
    return elements.length;
  }

  /** The values of one element, by its place from 0. */
  public Column element(int index) {
    return elements[index];
  }

  /**
   * Ends the tuple of this row.
   *
   * @throws IllegalStateException when an element has not got exactly one value for it
   */
  public void endTuple() {
    int expected = size() + 1;
    for (Column element : elements) {
      if (element.size() != expected) {
        throw new IllegalStateException(
            "an element of a tuple has " + (element.size() - size()) + " values");
      }
    }
    added();
  }

  @Override
  void appendZero() {
    for (Column element : elements) {
      element.appendEmpty();
    }
    endTuple();
  }

  @Override
  long valueBytes() {
    long sum = 0;
    for (Column element : elements) {
      sum += element.bytes();
    }
    return sum;
  }

  @Override
  long markValues() {
    long sum = 0;
    for (Column element : elements) {
      sum += element.mark();
    }
    return sum;
  }

  @Override
  void rollBackValues() {
    for (Column element : elements) {
      element.rollBack();
    }
  }

  @Override
  void clearValues() {
    for (Column element : elements) {
      element.clear();
    }
  }

  @Override
  void writeValues(NativeBlock.Sink sink) {
    for (Column element : elements) {
      element.writeTo(sink);
    }
  }
}
