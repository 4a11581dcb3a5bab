package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Dates into Date and Date32: S in ISO 8601, a date or a time, of which the date counts (of one
 * with an offset, the date in UTC); N as a number of days where it is at most 120529 (2299-12-31),
 * else as time since 1970 ({@link EpochTime}), as are digits in an S. A key must be {@code
 * 2024-07-25} or a number of days.
 */
final class DateWriter implements TextWriter {
  private static final long SECONDS_A_DAY = 86_400;
  private static final long DATE_LAST = (1 << 16) - 1;
  private static final long DATE_32_FIRST = LocalDate.of(1900, 1, 1).toEpochDay();
  private static final long DATE_32_LAST = LocalDate.of(2299, 12, 31).toEpochDay();

  private final long first;
  private final long last;
  private final boolean key;
  private final IsoTime text = new IsoTime(ZoneOffset.UTC);
  private final EpochTime epoch = new EpochTime();
  private final NumberText number = new NumberText();

  private DateWriter(long first, long last, boolean key) {
    this.first = first;
    this.last = last;
    this.key = key;
  }

  static DateWriter date(boolean key) {
    return new DateWriter(0, DATE_LAST, key);
  }

  static DateWriter date32(boolean key) {
    return new DateWriter(DATE_32_FIRST, DATE_32_LAST, key);
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    byte[] value = item.valueBuffer(node);
    int start = item.valueStart(node);
    int end = item.valueEnd(node);
    return switch (item.type(node)) {
      case S -> writeText(value, start, end, column);
      case N -> writeNumber(value, start, end, column);
      default -> Fit.OTHER_TYPE;
    };
  }

  @Override
  public Fit writeText(byte[] value, int start, int end, Column column) {
    if (text.parse(value, start, end)) {
      return key && !text.isCanonicalDate()
          ? Fit.NOT_REVERSIBLE
          : append(Math.floorDiv(text.epochSecond(), SECONDS_A_DAY), column);
    }
    if (!epoch.parseDigits(value, start, end)) {
      return Fit.NOT_A_TIME;
    }
    return key ? Fit.NOT_REVERSIBLE : append(Math.floorDiv(epoch.second(), SECONDS_A_DAY), column);
  }

  private Fit writeNumber(byte[] value, int start, int end, Column column) {
    long days = wholeNumber(value, start, end);
    if (Math.abs(days) <= DATE_32_LAST) {
      return append(days, column);
    }
    if (key) {
      return Fit.NOT_REVERSIBLE;
    }
    if (!epoch.parseNumber(value, start, end)) {
      return Fit.OUT_OF_RANGE;
    }
    return Math.abs(epoch.second()) <= DATE_32_LAST
        ? Fit.NOT_WHOLE
        : append(Math.floorDiv(epoch.second(), SECONDS_A_DAY), column);
  }

  /** A whole number, however it is written; the largest long for one that is none or too large. */
  private long wholeNumber(byte[] value, int start, int end) {
    if (number.parseLong(value, start, end)) {
      return number.value();
    }
    return NumberText.whole(value, start, end)
        .filter(whole -> whole.bitLength() < Long.SIZE)
        .map(BigInteger::longValueExact)
        .orElse(Long.MAX_VALUE);
  }

  private Fit append(long day, Column column) {
    if (day < first || day > last) {
      return Fit.OUT_OF_RANGE;
    }
    ((FixedColumn) column).append(day);
    return Fit.FITS;
  }
}
