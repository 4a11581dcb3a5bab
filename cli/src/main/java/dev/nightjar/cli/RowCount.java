package dev.nightjar.cli;

import dev.nightjar.cli.text.Quantity;

/** A number of rows, in words. */
final class RowCount {
  private RowCount() {}

  static String of(long rows) {
    return Quantity.count(rows) + (rows == 1 ? " row" : " rows");
  }
}
