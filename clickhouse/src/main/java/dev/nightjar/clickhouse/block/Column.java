package dev.nightjar.clickhouse.block;

/**
 * The values of one column of the block that is being built. Every row appends exactly one value,
 * by a method of the column's own class or one of these. Not thread-safe.
 */
public abstract sealed class Column
    permits StringColumn, FixedColumn, ArrayColumn, MapColumn, TupleColumn {
  private final GrowingBytes nulls;
  private int size;
  private int marked;

  Column(boolean nullable) {
    this.nulls = nullable ? new GrowingBytes() : null;
  }

  /** Whether NULL is among the values. */
  public final boolean nullable() {
    return nulls != null;
  }

  /** How many values the column holds. */
  public final int size() {
    return size;
  }

  /**
   * Appends NULL.
   *
   * @throws IllegalStateException when the column's type does not allow it
   */
  public final void appendNull() {
    if (nulls == null) {
      throw new IllegalStateException("NULL for a column that is not Nullable");
    }
    appendZero();
    nulls.overwriteLast(1);
  }

  /**
   * Appends what stands for no value: NULL, or the type's empty value where NULL is not allowed.
   */
  public final void appendEmpty() {
    if (nulls != null) {
      appendNull();
    } else {
      appendZero();
    }
  }

  /** Counts one more value that is not NULL; its bytes have been written. */
  final void added() {
    size++;
    if (nulls != null) {
      nulls.put(0);
    }
  }

  /** Appends the type's empty value, not NULL. */
  abstract void appendZero();

  /** The bytes that the values take, the null map aside. */
  abstract long valueBytes();

  /** Remembers this point, and returns {@link #valueBytes}. */
  abstract long markValues();

  abstract void rollBackValues();

  abstract void clearValues();

  abstract void writeValues(NativeBlock.Sink sink);

  final long bytes() {
    return valueBytes() + (nulls == null ? 0 : size);
  }

  /**
   * Remembers this point for {@link #rollBack}.
   *
   * @return the bytes that the column takes
   */
  final long mark() {
    marked = size;
    return markValues() + (nulls == null ? 0 : size);
  }

  /** Forgets what came after the last {@link #mark}. */
  final void rollBack() {
    size = marked;
    if (nulls != null) {
      nulls.truncate(marked);
    }
    rollBackValues();
  }

  final void clear() {
    size = 0;
    if (nulls != null) {
      nulls.truncate(0);
    }
    clearValues();
    mark();
  }

  /** Hands over the bytes in the order in which Native has them: null map, then values. */
  final void writeTo(NativeBlock.Sink sink) {
    if (nulls != null) {
      nulls.writeTo(sink);
    }
    writeValues(sink);
  }
}
