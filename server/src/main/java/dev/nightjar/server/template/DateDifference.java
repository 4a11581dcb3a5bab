package dev.nightjar.server.template;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far two moments lie apart, in whole units. Formats are written with Python's codes ({@code
 * %Y-%m-%d %H:%M:%S}), as Tinybird's {@code date_diff_in_…} functions take them.
 */
final class DateDifference {
  /** The format of a moment that is not told otherwise. */
  static final String USUAL = "%Y-%m-%d %H:%M:%S";

  private static final Map<Character, String> CODES =
      Map.of(
          'Y', "uuuu", 'm', "MM", 'd', "dd", 'H', "HH", 'M', "mm", 'S', "ss", 'y', "uu", 'j', "DDD",
          'b', "MMM");

  private DateDifference() {}

  /**
   * Reads a moment.
   *
   * @param formats to be tried in their order
   * @return empty where none of them fits
   * @throws TemplateEvaluationException for a format with codes that there are not
   */
  static Optional<LocalDateTime> moment(Place place, String text, List<String> formats) {
    for (String format : formats) {
      DateTimeFormatter reader = reader(place, format);
      try {
        TemporalAccessor read = reader.parse(text.strip());
        LocalDate date = read.query(TemporalQueries.localDate());
        LocalTime time = read.query(TemporalQueries.localTime());
        if (date != null) {
          return Optional.of(date.atTime(time == null ? LocalTime.MIDNIGHT : time));
        }
      } catch (DateTimeException _) {
        // another format may fit
      }
    }
    return Optional.empty();
  }

  /** The whole units between two moments, never below zero. */
  static long between(LocalDateTime one, LocalDateTime other, String unit) {
    Duration distance = Duration.between(one, other).abs();
    return switch (unit) {
      case "seconds" -> distance.toSeconds();
      case "minutes" -> distance.toMinutes();
      case "hours" -> distance.toHours();
      default -> distance.toDays();
    };
  }

  private static DateTimeFormatter reader(Place place, String format) {
    DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%') {
        builder.appendLiteral(c);
        continue;
      }
      i++;
      char code = i < format.length() ? format.charAt(i) : ' ';
      if (code == 'f') {
        builder.appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, false);
      } else if (code == '%') {
        builder.appendLiteral('%');
      } else if (CODES.containsKey(code)) {
        builder.appendPattern(CODES.get(code));
      } else {
        throw new TemplateEvaluationException(
            place, "`%%%s` is not a code of a date's format here.".formatted(code));
      }
    }
    return builder.toFormatter(java.util.Locale.ROOT);
  }
}
