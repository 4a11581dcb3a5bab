package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.FixedColumn;
import java.math.BigInteger;

/** Whole numbers into columns of any width. */
final class WideNumbers {
  private WideNumbers() {}

  /** Appends a number to a column of 1 to 32 bytes that can hold it. */
  static void append(long value, FixedColumn column) {
    long sign = value >> 63;
    switch (column.width()) {
      case 16 -> column.append(sign, value);
      case 32 -> column.append(sign, sign, sign, value);
      default -> column.append(value);
    }
  }

  /** As {@link #append(long, FixedColumn)}. */
  static void append(BigInteger value, FixedColumn column) {
    long lowest = value.longValue();
    switch (column.width()) {
      case 16 -> column.append(value.shiftRight(64).longValue(), lowest);
      case 32 ->
          column.append(
              value.shiftRight(192).longValue(),
              value.shiftRight(128).longValue(),
              value.shiftRight(64).longValue(),
              lowest);
      default -> column.append(lowest);
    }
  }
}
