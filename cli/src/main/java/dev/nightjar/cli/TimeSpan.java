package dev.nightjar.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/**
 * A length of time as people write it.
 *
 * @param duration zero or more
 */
record TimeSpan(Duration duration) {

  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "ms", ChronoUnit.MILLIS,
          "s", ChronoUnit.SECONDS,
          "m", ChronoUnit.MINUTES,
          "h", ChronoUnit.HOURS,
          "d", ChronoUnit.DAYS);

  private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

  /**
   * Reads {@code 250ms}, {@code 30s}, {@code 15m}, {@code 4h} or {@code 35d}.
   *
   * @throws TypeConversionException if it is no such text
   */
  static TimeSpan parse(String text) {
    Matcher span = FORM.matcher(text.strip());
    if (!span.matches()) {
      throw new TypeConversionException(
          "`"
              + text
              + "` is no length of time. Write a number and its unit: 250ms, 30s, 15m, 4h or 35d.");
    }
    return new TimeSpan(Duration.of(Long.parseLong(span.group(1)), UNITS.get(span.group(2))));
  }
}
