package dev.nightjar.clickhouse;

import java.util.Iterator;
import java.util.List;

/** The rows of one of the project's own queries, as text by column; small results only. */
public final class Rows implements Iterable<Row> {
  /** The format that {@link #parse} reads. */
  public static final String FORMAT = "TabSeparatedWithNames";

  private final List<String> columns;
  private final List<Row> rows;

  Rows(List<String> columns, List<Row> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /**
   * Reads a result in {@link #FORMAT}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Rows parse(byte[] bytes) {
    return RowsParser.parse(bytes);
  }

  /** The columns' names in order. */
  public List<String> columns() {
    return columns;
  }

  /** The rows in order. */
  public List<Row> list() {
    return rows;
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** Whether there is no row. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * The only row.
   *
   * @throws IllegalStateException when there is none or more than one
   */
  public Row single() {
    if (rows.size() != 1) {
      throw new IllegalStateException("expected one row, got " + rows.size());
    }
    return rows.getFirst();
  }

  @Override
  public Iterator<Row> iterator() {
    return rows.iterator();
  }
}
