package dev.nightjar.clickhouse.block;

import java.util.List;

/**
 * A finished block in ClickHouse's Native format. Its bytes live in the builder's buffers: it is
 * valid until the builder is touched again.
 */
public final class NativeBlock {
  /** Takes pieces of a block. */
  @FunctionalInterface
  public interface Sink {
    /** {@code length} bytes of {@code array} from {@code offset} on; valid during the call. */
    void accept(byte[] array, int offset, int length);
  }

  private final List<BlockColumn> columns;
  private final List<Column> values;
  private final List<byte[]> headers;
  private final int rows;
  private final long bytes;

  NativeBlock(List<BlockColumn> columns, List<Column> values, List<byte[]> headers, int rows) {
    this.columns = columns;
    this.values = values;
    this.headers = headers;
    this.rows = rows;
    long sum = head().length();
    for (int i = 0; i < values.size(); i++) {
      sum += headers.get(i).length + values.get(i).bytes();
    }
    this.bytes = sum;
  }

  /** The columns in order. */
  public List<BlockColumn> columns() {
    return columns;
  }

  /** How many rows the block has. */
  public int rows() {
    return rows;
  }

  /** How many bytes {@link #writeTo} hands over. */
  public long bytes() {
    return bytes;
  }

  /** Hands over the block's bytes, piece by piece in order, without copying them. */
  public void writeTo(Sink sink) {
    head().writeTo(sink);
    for (int i = 0; i < values.size(); i++) {
      byte[] header = headers.get(i);
      sink.accept(header, 0, header.length);
      values.get(i).writeTo(sink);
    }
  }

  private GrowingBytes head() {
    GrowingBytes head = new GrowingBytes();
    head.putVarInt(columns.size());
    head.putVarInt(rows);
    return head;
  }
}
