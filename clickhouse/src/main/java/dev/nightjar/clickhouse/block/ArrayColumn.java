package dev.nightjar.clickhouse.block;

/**
 * A column of arrays. A value is written by appending its elements to {@link #element}, then {@link
 * #endArray}.
 */
public final class ArrayColumn extends Column {
  private final Column element;
  private final GrowingBytes ends = new GrowingBytes();
  private int marked;

  ArrayColumn(Column element) {
    super(false);
    this.element = element;
  }

  /** The elements of all rows, one after the other. */
  public Column element() {
    return element;
  }

  /** Ends the array of this row: all elements since the last end are its own. */
  public void endArray() {
    ends.putLong(element.size());
    added();
  }

  @Override
  void appendZero() {
    endArray();
  }

  @Override
  long valueBytes() {
    return ends.length() + element.bytes();
  }

  @Override
  long markValues() {
    marked = ends.length();
    return marked + element.mark();
  }

  @Override
  void rollBackValues() {
    ends.truncate(marked);
    element.rollBack();
  }

  @Override
  void clearValues() {
    ends.truncate(0);
    element.clear();
  }

  @Override
  void writeValues(NativeBlock.Sink sink) {
    ends.writeTo(sink);
    element.writeTo(sink);
  }
}
