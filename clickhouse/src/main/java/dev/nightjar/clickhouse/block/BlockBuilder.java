package dev.nightjar.clickhouse.block;

import dev.nightjar.clickhouse.type.ClickHouseType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds blocks of rows for one table, one after the other: its buffers grow to the largest block
 * and are used again. Not thread-safe.
 *
 * <pre>{@code
 * StringColumn id = (StringColumn) builder.column(0);
 * FixedColumn price = (FixedColumn) builder.column(1);
 * id.append(bytes, from, length);
 * price.append(1999);
 * builder.endRow();
 * clickHouse.insert(Insert.of(table, builder.finish()));
 * builder.clear();
 * }</pre>
 *
 * <p>{@code LowCardinality} columns are written as their plain type; ClickHouse makes the
 * dictionary. {@code JSON} columns are written as the texts of JSON objects, which ClickHouse
 * parses: one that it cannot parse makes the whole insert fail.
 */
public final class BlockBuilder {
  private final List<BlockColumn> definitions;
  private final List<Column> columns;
  private final Column[] all;
  private final List<byte[]> headers;
  private int rows;
  private long bytes;

  /**
   * A builder for these columns.
   *
   * @throws IllegalArgumentException when a column's type cannot be written
   */
  public BlockBuilder(List<BlockColumn> columns) {
    List<Column> writers = new ArrayList<>();
    List<byte[]> heads = new ArrayList<>();
    for (BlockColumn column : columns) {
      writers.add(Columns.of(column));
      heads.add(header(column));
    }
    this.definitions = List.copyOf(columns);
    this.columns = List.copyOf(writers);
    this.headers = List.copyOf(heads);
    this.all = writers.toArray(Column[]::new);
  }

  /** Whether {@link BlockBuilder} can write a type. */
  public static boolean writes(ClickHouseType type) {
    return Columns.writes(type);
  }

  /** The column at a place in the list that the builder was made from. */
  public Column column(int index) {
    return all[index];
  }

  /** All columns in order. */
  public List<Column> columns() {
    return columns;
  }

  /**
   * Ends the current row.
   *
   * @throws IllegalStateException when a column has not got exactly one value for it
   */
  public void endRow() {
    int expected = rows + 1;
    for (int i = 0; i < all.length; i++) {
      if (all[i].size() != expected) {
        throw new IllegalStateException(
            "column "
                + definitions.get(i).name()
                + " has "
                + (all[i].size() - rows)
                + " values for this row");
      }
    }
    long sum = 0;
    for (Column column : all) {
      sum += column.mark();
    }
    bytes = sum;
    rows = expected;
  }

  /** Forgets what has been written of the current row. */
  public void undoRow() {
    for (Column column : all) {
      column.rollBack();
    }
  }

  /** How many rows have ended. */
  public int rows() {
    return rows;
  }

  /** The bytes that the values of all rows take that have ended. */
  public long bytes() {
    return bytes;
  }

  /** Forgets all rows and keeps the buffers. */
  public void clear() {
    for (Column column : all) {
      column.clear();
    }
    bytes = 0;
    rows = 0;
  }

  /**
   * The block of all rows that have ended, without a copy: valid until the builder is touched
   * again. A row that has not ended is forgotten.
   */
  public NativeBlock finish() {
    undoRow();
    return new NativeBlock(definitions, columns, headers, rows);
  }

  private static byte[] header(BlockColumn column) {
    GrowingBytes header = new GrowingBytes();
    byte[] name = column.name().getBytes(StandardCharsets.UTF_8);
    byte[] type = column.writtenType().toString().getBytes(StandardCharsets.UTF_8);
    header.putSized(name, 0, name.length);
    header.putSized(type, 0, type.length);
    return header.copy();
  }
}
