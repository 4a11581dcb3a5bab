package dev.nightjar.mirror.row;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules for times of docs/types.md, to be read rather than to be fast. */
final class ReferenceTimes {
  private static final Pattern ISO_8601 =
      Pattern.compile(
          "(?<year>\\d{4})(?<dash>-?)(?<month>\\d{2})\\k<dash>(?<day>\\d{2})"
              + "(?:[Tt ](?<hour>\\d{2})(?<colon>:?)(?<minute>\\d{2})"
              + "(?:\\k<colon>(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?"
              + "(?<offset>[Zz]|[+-]\\d{2}(?::?\\d{2})?)?)?");
  private static final Pattern EPOCH_DIGITS =
      Pattern.compile("(?<seconds>\\d{10}\\.\\d+)|\\d{10}|\\d{13}|\\d{16}|\\d{19}");
  private static final BigDecimal FAR_BEYOND_ALL_YEARS = new BigDecimal("1E+15");

  private ReferenceTimes() {}

  /** A text in ISO 8601; one without an offset is in {@code zone}. */
  static Optional<Instant> iso(String text, ZoneId zone) {
    Matcher iso = ISO_8601.matcher(text);
    if (!iso.matches()) {
      return Optional.empty();
    }
    try {
      LocalDate date = LocalDate.of(number(iso, "year"), number(iso, "month"), number(iso, "day"));
      LocalTime time =
          LocalTime.of(
              number(iso, "hour"), number(iso, "minute"), number(iso, "second"), nanos(iso));
      LocalDateTime local = date.atTime(time);
      return Optional.of(
          iso.group("offset") == null
              ? local.atZone(zone).toInstant()
              : local.toInstant(offset(iso.group("offset").toUpperCase())));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static int number(MatchResult iso, String group) {
    return iso.group(group) == null ? 0 : Integer.parseInt(iso.group(group));
  }

  private static int nanos(MatchResult iso) {
    String fraction = iso.group("fraction");
    return fraction == null ? 0 : Integer.parseInt((fraction + "0".repeat(9)).substring(0, 9));
  }

  private static ZoneOffset offset(String text) {
    // ZoneOffset knows +02, +0200 and +02:00.
    return ZoneOffset.of(text);
  }

  /** Digits in a text, whose count says of what unit they are. */
  static Optional<Instant> digits(String text) {
    Matcher digits = EPOCH_DIGITS.matcher(text);
    if (!digits.matches()) {
      return Optional.empty();
    }
    int power = digits.group("seconds") == null ? text.length() - 10 : 0;
    return Optional.of(instant(new BigDecimal(text).movePointLeft(power)));
  }

  /** A number, whose size says of what unit it is; empty for one far beyond all years. */
  static Optional<Instant> number(BigDecimal number) {
    BigDecimal magnitude = number.abs();
    int power = 0;
    if (magnitude.compareTo(new BigDecimal("1E+17")) >= 0) {
      power = 9;
    } else if (magnitude.compareTo(new BigDecimal("1E+14")) >= 0) {
      power = 6;
    } else if (magnitude.compareTo(new BigDecimal("1E+11")) >= 0) {
      power = 3;
    }
    BigDecimal seconds = number.movePointLeft(power);
    return seconds.abs().compareTo(FAR_BEYOND_ALL_YEARS) > 0
        ? Optional.empty()
        : Optional.of(instant(seconds));
  }

  /** Seconds since 1970; what is finer than nanoseconds is cut off. */
  static Instant instant(BigDecimal seconds) {
    BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.FLOOR);
    BigDecimal[] parts = nanos.divideAndRemainder(new BigDecimal("1E+9"));
    return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
  }

  /** Seconds since 1970 with a fraction. */
  static BigDecimal seconds(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond())
        .add(BigDecimal.valueOf(instant.getNano(), 9));
  }

  /** The same instant without what is finer than so many digits of a second. */
  static Instant cutOff(Instant instant, int digits) {
    return instant(seconds(instant).setScale(digits, RoundingMode.FLOOR));
  }

  /** The form that a key must be in: {@code 2024-07-25T10:46:37.380Z} with so many digits. */
  static String canonical(Instant instant, int digits) {
    return printed(instant, digits, ZoneOffset.UTC).replace(' ', 'T') + "Z";
  }

  /** As ClickHouse prints it: {@code 2024-07-25 10:46:37.380}. */
  static String printed(Instant instant, int digits, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(instant, zone);
    String fraction = "%09d".formatted(local.getNano()).substring(0, digits);
    return "%04d-%02d-%02d %02d:%02d:%02d"
            .formatted(
                local.getYear(),
                local.getMonthValue(),
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond())
        + (digits == 0 ? "" : "." + fraction);
  }
}
