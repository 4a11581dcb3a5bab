package dev.nightjar.cli;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A size as people write it.
 *
 * @param bytes at least 1
 */
record ByteSize(long bytes) {

  /** AWS's console and documents count in powers of 1000; the binary units have an i. */
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "", BigDecimal.ONE,
          "B", BigDecimal.ONE,
          "KB", BigDecimal.TEN.pow(3),
          "MB", BigDecimal.TEN.pow(6),
          "GB", BigDecimal.TEN.pow(9),
          "TB", BigDecimal.TEN.pow(12),
          "KIB", BigDecimal.TWO.pow(10),
          "MIB", BigDecimal.TWO.pow(20),
          "GIB", BigDecimal.TWO.pow(30),
          "TIB", BigDecimal.TWO.pow(40));

  private static final Pattern FORM =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{1,12})?)\\s*([A-Za-z]{0,3})");

  /**
   * Reads {@code 500GB}, {@code 1.5 TB}, {@code 64GiB} or a plain number of bytes.
   *
   * @throws TypeConversionException if it is no size, or no whole number of bytes from 1
   */
  static ByteSize parse(String text) {
    Matcher size = FORM.matcher(text.strip());
    if (size.matches()) {
      BigDecimal unit = UNITS.get(size.group(2).toUpperCase(Locale.ROOT));
      if (unit != null) {
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(unit).stripTrailingZeros();
        if (bytes.scale() <= 0
            && bytes.signum() > 0
            && bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
          return new ByteSize(bytes.longValueExact());
        }
      }
    }
    throw new TypeConversionException(
        "`"
            + text
            + "` is no size. Write a number and its unit, such as 500GB or 2TiB (B, KB, MB, GB, TB,"
            + " KiB, MiB, GiB, TiB).");
  }
}
