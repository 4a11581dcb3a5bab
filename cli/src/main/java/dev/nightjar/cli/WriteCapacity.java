package dev.nightjar.cli;

import picocli.CommandLine.TypeConversionException;

/**
 * A table's provisioned write capacity.
 *
 * @param units WCU, at least 1
 */
record WriteCapacity(long units) {

  /**
   * Reads a whole number.
   *
   * @throws TypeConversionException if it is none from 1
   */
  static WriteCapacity parse(String text) {
    if (text.strip().matches("[1-9]\\d{0,17}")) {
      return new WriteCapacity(Long.parseLong(text.strip()));
    }
    throw new TypeConversionException(
        "`" + text + "` is no number of write capacity units. Write a whole number, such as 250.");
  }
}
