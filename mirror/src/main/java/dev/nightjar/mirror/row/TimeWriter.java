package dev.nightjar.mirror.row;

import dev.nightjar.clickhouse.block.Column;
import dev.nightjar.clickhouse.block.FixedColumn;
import dev.nightjar.dynamodb.item.AttributeReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Times into DateTime and DateTime64: S in ISO 8601, N as time since 1970.
 *
 * <p>A text without an offset is in the column's time zone, else in UTC. A number is seconds; from
 * 1E11 on (the year 5138) it is taken for milliseconds, from 1E14 for microseconds, from 1E17 for
 * nanoseconds. What is finer than the column is cut off. A key must be in the one form that the
 * column converts back to: {@code 2024-07-25T10:46:37.380Z} with exactly the column's digits, or
 * seconds with at most as many.
 */
final class TimeWriter implements ValueWriter {
  private static final long DATE_TIME_END = 1L << 32;
  private static final long DATE_TIME_64_FIRST =
      LocalDateTime.of(1900, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final long DATE_TIME_64_END =
      LocalDateTime.of(2300, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
  private static final BigDecimal MILLISECONDS_FROM = new BigDecimal("1E11");
  private static final BigDecimal MICROSECONDS_FROM = new BigDecimal("1E14");
  private static final BigDecimal NANOSECONDS_FROM = new BigDecimal("1E17");

  private final int precision;
  private final long ticksPerSecond;
  private final long first;
  private final long end;
  private final boolean key;
  private final IsoTime text;
  private final NumberText number = new NumberText();

  private TimeWriter(int precision, long first, long end, ZoneId zone, boolean key) {
    this.precision = precision;
    this.ticksPerSecond = powerOfTen(precision);
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

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  @Override
  public Fit write(AttributeReader item, int node, Column column) {
    byte[] value = item.valueBuffer(node);
    return switch (item.type(node)) {
      case S -> writeText(value, item.valueStart(node), item.valueEnd(node), column);
      case N -> writeNumber(value, item.valueStart(node), item.valueEnd(node), column);
      default -> Fit.OTHER_TYPE;
    };
  }

  private Fit writeText(byte[] value, int start, int textEnd, Column column) {
    if (!text.parse(value, start, textEnd)) {
      return Fit.NOT_A_TIME;
    }
    if (key && !text.isCanonical(precision)) {
      return Fit.NOT_REVERSIBLE;
    }
    return append(text.epochSecond(), text.nanos(), column);
  }

  private Fit writeNumber(byte[] value, int start, int numberEnd, Column column) {
    if (number.parseLong(value, start, numberEnd)
        && Math.abs(number.value()) < MILLISECONDS_FROM.longValue()) {
      return append(number.value(), 0, column);
    }
    BigDecimal seconds = NumberText.decimal(value, start, numberEnd);
    if (key) {
      if (seconds.stripTrailingZeros().scale() > precision) {
        return Fit.NOT_REVERSIBLE;
      }
    } else {
      seconds = seconds.movePointLeft(unit(seconds.abs()));
    }
    BigInteger whole = seconds.setScale(0, RoundingMode.FLOOR).toBigInteger();
    if (whole.bitLength() > 62) {
      return Fit.OUT_OF_RANGE;
    }
    int nanos =
        seconds
            .subtract(new BigDecimal(whole))
            .movePointRight(9)
            .setScale(0, RoundingMode.FLOOR)
            .intValueExact();
    return append(whole.longValueExact(), nanos, column);
  }

  private static int unit(BigDecimal magnitude) {
    if (magnitude.compareTo(NANOSECONDS_FROM) >= 0) {
      return 9;
    }
    if (magnitude.compareTo(MICROSECONDS_FROM) >= 0) {
      return 6;
    }
    return magnitude.compareTo(MILLISECONDS_FROM) >= 0 ? 3 : 0;
  }

  private Fit append(long epochSecond, int nanos, Column column) {
    if (epochSecond < first || epochSecond >= end) {
      return Fit.OUT_OF_RANGE;
    }
    try {
      long ticks =
          Math.addExact(
              Math.multiplyExact(epochSecond, ticksPerSecond), nanos / powerOfTen(9 - precision));
      ((FixedColumn) column).append(ticks);
      return Fit.FITS;
    } catch (ArithmeticException _) {
      // Nanoseconds in 64 bits end in 2262.
      return Fit.OUT_OF_RANGE;
    }
  }
}
