package dev.nightjar.clickhouse.block;

/**
 * A column of maps. A value is written by appending its keys to {@link #keys} and as many values to
 * {@link #values}, then {@link #endMap}.
 */
public final class MapColumn extends Column {
  private final Column keys;
  private final Column values;
  private final GrowingBytes ends = new GrowingBytes();
  private int marked;

  MapColumn(Column keys, Column values) {
    super(false);
    this.keys = keys;
    this.values = values;
  }

  /** The keys of all rows, one after the other. */
  public Column keys() {
    return keys;
  }

  /** Their values. */
  public Column values() {
    return values;
  }

  /**
   * Ends the map of this row: all keys since the last end are its own.
   *
   * @throws IllegalStateException when there are more or fewer values than keys
   */
  public void endMap() {
    if (keys.size() != values.size()) {
      throw new IllegalStateException(
          keys.size() + " keys and " + values.size() + " values of a map");
    }
    ends.putLong(keys.size());
    added();
  }

  @Override
  void appendZero() {
    endMap();
  }

  @Override
  long valueBytes() {
    return ends.length() + keys.bytes() + values.bytes();
  }

  @Override
  long markValues() {
    marked = ends.length();
    return marked + keys.mark() + values.mark();
  }

  @Override
  void rollBackValues() {
    ends.truncate(marked);
    keys.rollBack();
    values.rollBack();
  }

  @Override
  void clearValues() {
    ends.truncate(0);
    keys.clear();
    values.clear();
  }

  @Override
  void writeValues(NativeBlock.Sink sink) {
    ends.writeTo(sink);
    keys.writeTo(sink);
    values.writeTo(sink);
  }
}
