package dev.nightjar.clickhouse.block;

import java.util.ArrayList;
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
  private final Answered answered;
  private final long bytes;

  NativeBlock(List<BlockColumn> columns, List<Column> values, List<byte[]> headers, int rows) {
    this(columns, values, headers, rows, Answered.NOTHING);
  }

  private NativeBlock(
      List<BlockColumn> columns,
      List<Column> values,
      List<byte[]> headers,
      int rows,
      Answered answered) {
    this.columns = columns;
    this.values = values;
    this.headers = headers;
    this.rows = rows;
    this.answered = answered;
    long sum = head().length() + answered.length();
    for (int i = 0; i < values.size(); i++) {
      sum += headers.get(i).length + values.get(i).bytes();
    }
    this.bytes = sum;
  }

  /** Columns that ClickHouse has written: bytes of its answer from a place on. */
  private record Answered(byte[] bytes, int from) {
    static final Answered NOTHING = new Answered(new byte[0], 0);

    int length() {
      return bytes.length - from;
    }
  }

  /**
   * The same rows with further columns before these, taken as they are from the answer of a query
   * in the format Native.
   *
   * @param further the answer's columns, with the types that the query gives them
   * @param answer not copied; it must be one block
   * @throws IllegalArgumentException when the answer begins with a block of other rows or columns:
   *     of fewer rows also where ClickHouse answers with several blocks
   */
  public NativeBlock behind(List<BlockColumn> further, byte[] answer) {
    NativeHead head = NativeHead.of(answer);
    if (head.rows() != rows || head.columns() != further.size()) {
      throw new IllegalArgumentException(
          "a block of %d columns and %d rows where %d and %d were asked for"
              .formatted(head.columns(), head.rows(), further.size(), rows));
    }
    if (answered != Answered.NOTHING) {
      throw new IllegalStateException("there are columns of an answer already");
    }
    List<BlockColumn> all = new ArrayList<>(further);
    all.addAll(columns);
    return new NativeBlock(
        List.copyOf(all), values, headers, rows, new Answered(answer, head.length()));
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
    if (answered.length() > 0) {
      sink.accept(answered.bytes(), answered.from(), answered.length());
    }
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
