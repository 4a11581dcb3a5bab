package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Times into DateTime and DateTime64: S in ISO 8601 ({@link IsoTime}), N and digits in an S as time
 * since 1970 ({@link EpochTime}).
 *
 * <p>A text without an offset is in the column's time zone, else in UTC. What is finer than the
 * column is cut off. A key must be in the one form that the column converts back to: {@code
 * 2024-07-25T10:46:37.380Z} with exactly the column's digits, or a number of seconds with at most
 * as many.
 */
final class TimeWriter implements TextWriter {
  private static final long DATE_TIME_END = 1L << 32;
  private static final long DATE_TIME_64_FIRST =
      LocalDateTime.of(1900, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long DATE_TIME_64_END =
      LocalDateTime.of(2300, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

  private final int precision;
  private final long ticksPerSecond;
  private final long nanosPerTick;
  private final long first;
  private final long end;
  private final boolean key;
  private final IsoTime text;
  private final EpochTime epoch = new EpochTime();
  private final NumberText number = new NumberText();

  private TimeWriter(int precision, long first, long end, ZoneId zone, boolean key) {
    this.precision = precision;
    this.ticksPerSecond = EpochTime.powerOfTen(precision);
    this.nanosPerTick = EpochTime.powerOfTen(9 - precision);
    this.first = first;
    this.end = end;
    this.key = key;
    this.text = new IsoTime(zone);
  }

  static TimeWriter seconds(ZoneId zone, boolean key) {
    return new TimeWriter(0, 0, DATE_TIME_END, zone, key);
  }

  static TimeWriter ticks(int precision, ZoneId zone, boolean key) {
    return new TimeWriter(precision, DATE_TIME_64_FIRST, DATE_TIME_64_END, zone, key);
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    byte[] value = item.valueBuffer(node);
    int start = item.valueStart(node);
    int limit = item.valueEnd(node);
    return switch (item.type(node)) {
      case S -> writeText(value, start, limit, column);
      case N ->
          key
              ? writeKeyNumber(value, start, limit, column)
              : writeNumber(value, start, limit, column);
      default -> Fit.OTHER_TYPE;
    };
  }

  @Override
  public Fit writeText(byte[] value, int start, int limit, Column column) {
    if (text.parse(value, start, limit)) {
      return key && !text.isCanonical(precision)
          ? Fit.NOT_REVERSIBLE
          : append(text.epochSecond(), text.nanos(), column);
    }
    if (!epoch.parseDigits(value, start, limit)) {
      return Fit.NOT_A_TIME;
    }
    return key ? Fit.NOT_REVERSIBLE : append(epoch.second(), epoch.nanos(), column);
  }

  private Fit writeNumber(byte[] value, int start, int limit, Column column) {
    return epoch.parseNumber(value, start, limit)
        ? append(epoch.second(), epoch.nanos(), column)
        : Fit.OUT_OF_RANGE;
  }

  private Fit writeKeyNumber(byte[] value, int start, int limit, Column column) {
    if (number.parseLong(value, start, limit)) {
      return append(number.value(), 0, column);
    }
    BigDecimal seconds = NumberText.decimal(value, start, limit).stripTrailingZeros();
    if (seconds.scale() > precision) {
      return Fit.NOT_REVERSIBLE;
    }
    BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
    return whole.precision() > 18
        ? Fit.OUT_OF_RANGE
        : append(
            whole.longValueExact(),
            seconds.subtract(whole).movePointRight(9).intValueExact(),
            column);
  }

  private Fit append(long epochSecond, int nanos, Column column) {
    if (epochSecond < first || epochSecond >= end) {
      return Fit.OUT_OF_RANGE;
    }
    long ticks = epochSecond * ticksPerSecond + nanos / nanosPerTick;
    // Nanoseconds in 64 bits begin in 1677 and end in 2262.
    if (Math.multiplyHigh(epochSecond, ticksPerSecond) != epochSecond * ticksPerSecond >> 63
        || (epochSecond >= 0 && ticks < 0)) {
      return Fit.OUT_OF_RANGE;
    }
    ((FixedColumn) column).append(ticks);
    return Fit.FITS;
  }
}
