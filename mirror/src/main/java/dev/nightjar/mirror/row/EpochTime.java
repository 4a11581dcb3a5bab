package dev.nightjar.mirror.row;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Numbers as times since 1970. A number is seconds; from 1E11 on (the year 5138) it is taken for
 * milliseconds, from 1E14 for microseconds, from 1E17 for nanoseconds. In a text, 10 digits are
 * seconds (a fraction may follow), 13 milliseconds, 16 microseconds and 19 nanoseconds. For one
 * thread at a time.
 */
final class EpochTime {
  private static final long MILLISECONDS_FROM = 100_000_000_000L;
  private static final long MICROSECONDS_FROM = 100_000_000_000_000L;
  private static final long NANOSECONDS_FROM = 100_000_000_000_000_000L;
  private static final int DIGITS_OF_SECONDS = 10;
  private static final int DIGITS_OF_NANOSECONDS = 19;

  private final NumberText number = new NumberText();
  private long second;
  private int nanos;

  /** Whole seconds of the time that was read. */
  long second() {
    return second;
  }

  /** The nanoseconds after them. */
  int nanos() {
    return nanos;
  }

  /** Reads a number; false for one that no column could hold. */
  boolean parseNumber(byte[] text, int start, int end) {
    if (number.parseLong(text, start, end)) {
      place(number.value(), powerOf(Math.abs(number.value())));
      return true;
    }
    if (number.parseDecimal(text, start, end)
        && Math.abs(number.value()) / powerOfTen(number.scale()) < MILLISECONDS_FROM) {
      place(number.value(), number.scale());
      return true;
    }
    return place(NumberText.decimal(text, start, end));
  }

  /** Reads a text of digits; false for one of another length. */
  boolean parseDigits(byte[] text, int start, int end) {
    int at = start;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    int whole = at - start;
    boolean unit =
        whole >= DIGITS_OF_SECONDS
            && whole <= DIGITS_OF_NANOSECONDS
            && (whole - DIGITS_OF_SECONDS) % 3 == 0;
    if (unit && at == end) {
      if (number.parseLong(text, start, end)) {
        place(number.value(), whole - DIGITS_OF_SECONDS);
        return true;
      }
      return placeSeconds(NumberText.decimal(text, start, end).movePointLeft(9));
    }
    boolean fraction = whole == DIGITS_OF_SECONDS && at + 1 < end && text[at] == '.';
    if (fraction && parseFraction(text, at + 1, end) && number.parseLong(text, start, at)) {
      second = number.value();
      return true;
    }
    return false;
  }

  /** Any number of digits, of which nine are nanoseconds. */
  private boolean parseFraction(byte[] text, int start, int end) {
    nanos = 0;
    int scale = 100_000_000;
    for (int at = start; at < end; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      nanos += digit * scale;
      scale /= 10;
    }
    return true;
  }

  /** The unit that a number's size means, as the power of ten that a second has of it. */
  private static int powerOf(long magnitude) {
    if (magnitude >= NANOSECONDS_FROM) {
      return 9;
    }
    if (magnitude >= MICROSECONDS_FROM) {
      return 6;
    }
    return magnitude >= MILLISECONDS_FROM ? 3 : 0;
  }

  private void place(long value, int power) {
    long unit = powerOfTen(power);
    second = Math.floorDiv(value, unit);
    long rest = Math.floorMod(value, unit);
    nanos = (int) (power <= 9 ? rest * powerOfTen(9 - power) : rest / powerOfTen(power - 9));
  }

  private boolean place(BigDecimal value) {
    BigDecimal magnitude = value.abs();
    int power =
        magnitude.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
            ? 9
            : powerOf(magnitude.longValue());
    return placeSeconds(value.movePointLeft(power));
  }

  /** Takes seconds; false for more than any column could hold. */
  private boolean placeSeconds(BigDecimal seconds) {
    if (seconds.precision() - seconds.scale() > 18) {
      return false;
    }
    BigInteger whole = seconds.setScale(0, RoundingMode.FLOOR).toBigInteger();
    second = whole.longValueExact();
    nanos =
        seconds
            .subtract(new BigDecimal(whole))
            .movePointRight(9)
            .setScale(0, RoundingMode.FLOOR)
            .intValueExact();
    return true;
  }

  static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }
}
