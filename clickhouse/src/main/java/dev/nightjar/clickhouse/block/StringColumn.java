package dev.nightjar.clickhouse.block;

/** A column of strings of any length, or of what ClickHouse reads from strings (JSON). */
public final class StringColumn extends Column {
  private final byte[] empty;
  private final GrowingBytes values = new GrowingBytes();
  private int marked;

  StringColumn(boolean nullable, byte[] empty) {
    super(nullable);
    this.empty = empty;
  }

  /** Appends {@code length} bytes of {@code bytes} from {@code offset} on. */
  public void append(byte[] bytes, int offset, int length) {
    values.putSized(bytes, offset, length);
    added();
  }

  /** Appends all of {@code bytes}. */
  public void append(byte[] bytes) {
    append(bytes, 0, bytes.length);
  }

  @Override
  void appendZero() {
    values.putSized(empty, 0, empty.length);
    added();
  }

  @Override
  long valueBytes() {
    return values.length();
  }

  @Override
  long markValues() {
    marked = values.length();
    return marked;
  }

  @Override
  void rollBackValues() {
    values.truncate(marked);
  }

  @Override
  void clearValues() {
    values.truncate(0);
  }

  @Override
  void writeValues(NativeBlock.Sink sink) {
    values.writeTo(sink);
  }
}
