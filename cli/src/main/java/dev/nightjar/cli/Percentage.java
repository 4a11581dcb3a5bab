package dev.nightjar.cli;

import picocli.CommandLine.TypeConversionException;

/**
 * A share.
 *
 * @param percent 0 to 100
 */
record Percentage(int percent) {

  /**
   * Reads a whole number, with or without a percent sign.
   *
   * @throws TypeConversionException if it is none from 0 to 100
   */
  static Percentage parse(String text) {
    if (text.strip().matches("(?:\\d{1,2}|100)\\s?%?")) {
      return new Percentage(Integer.parseInt(text.strip().replaceAll("\\D", "")));
    }
    throw new TypeConversionException(
        "`" + text + "` is no percentage. Write a whole number from 0 to 100, such as 30.");
  }
}
