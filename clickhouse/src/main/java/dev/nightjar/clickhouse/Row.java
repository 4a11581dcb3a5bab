package dev.nightjar.clickhouse;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** One row of {@link Rows}; values are read by the column's name. */
public final class Row {
  private final List<String> columns;
  private final List<Optional<String>> values;

  Row(List<String> columns, List<Optional<String>> values) {
    this.columns = columns;
    this.values = values;
  }

  /** The value as ClickHouse prints it (arrays and tuples as their literals); empty for NULL. */
  public Optional<String> value(String column) {
    int i = columns.indexOf(column);
    if (i < 0) {
      throw new IllegalArgumentException("no column " + column + " among " + columns);
    }
    return values.get(i);
  }

  /**
   * The value as text.
   *
   * @throws IllegalStateException when it is NULL
   */
  public String string(String column) {
    return value(column)
        .orElseThrow(() -> new IllegalStateException("column " + column + " is NULL"));
  }

  /** The value as a whole number that fits 64 bits. */
  public long number(String column) {
    return Long.parseLong(string(column));
  }

  /** The value as a whole number of any size. */
  public BigInteger integer(String column) {
    return new BigInteger(string(column));
  }

  /** The value of a Bool, or of a number that is 0 or 1. */
  public boolean flag(String column) {
    String text = string(column);
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalStateException("column " + column + " is no flag: " + text);
    };
  }

  @Override
  public String toString() {
    return values.stream().map(v -> v.orElse("NULL")).toList().toString();
  }
}
