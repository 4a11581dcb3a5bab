package dev.nightjar.mirror.row;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads ISO 8601: a date, or a date and a time with {@code T} or a space between them, to the
 * minute, the second or a fraction of up to nine digits (more are cut off), with {@code Z}, an
 * offset or nothing behind; in the extended form or the basic one ({@code 20240725T104637Z}). For
 * one thread at a time.
 */
final class IsoTime {
  private static final int SECONDS_A_DAY = 86_400;
  private static final int LARGEST_OFFSET = 18 * 3600;

  private final ZoneId zone;
  private byte[] text = new byte[0];
  private int at;
  private int end;
  private boolean good;
  private long epochSecond;
  private int nanos;
  private int fractionDigits;
  private boolean canonicalTime;
  private boolean canonicalDate;
  private boolean comma;

  /** What has no offset is in this zone. */
  IsoTime(ZoneId zone) {
    this.zone = zone;
  }

  /** Seconds since 1970. */
  long epochSecond() {
    return epochSecond;
  }

  int nanos() {
    return nanos;
  }

  /** Whether the text was {@code yyyy-MM-ddTHH:mm:ss}, exactly these digits of a fraction, Z. */
  boolean isCanonical(int digits) {
    return canonicalTime && fractionDigits == digits;
  }

  /** Whether the text was {@code yyyy-MM-dd}. */
  boolean isCanonicalDate() {
    return canonicalDate;
  }

  boolean parse(byte[] bytes, int start, int limit) {
    text = bytes;
    at = start;
    end = limit;
    good = true;
    nanos = 0;
    fractionDigits = 0;
    comma = false;
    canonicalTime = false;
    canonicalDate = false;
    int year = digits(4);
    boolean dashes = good && accept('-');
    int month = digits(2);
    if (dashes) {
      expect('-');
    }
    int day = digits(2);
    if (!good || month < 1 || month > 12 || day < 1 || day > lengthOfMonth(year, month)) {
      return false;
    }
    if (at == end) {
      canonicalDate = dashes;
      place(year, month, day, 0, 0, 0);
      return true;
    }
    boolean letter = text[at] == 'T';
    good = letter || text[at] == ' ' || text[at] == 't';
    at++;
    int hour = digits(2);
    boolean colons = good && accept(':');
    int minute = digits(2);
    int second = 0;
    boolean seconds = good && at < end && (colons ? text[at] == ':' : isDigit(text[at]));
    if (seconds) {
      if (colons) {
        at++;
      }
      second = digits(2);
      fraction();
    }
    if (!good || hour > 23 || minute > 59 || second > 59) {
      return false;
    }
    canonicalTime =
        dashes && letter && colons && seconds && !comma && at + 1 == end && text[at] == 'Z';
    place(year, month, day, hour, minute, second);
    return good && at == end;
  }

  private void place(int year, int month, int day, int hour, int minute, int second) {
    long local = epochDay(year, month, day) * SECONDS_A_DAY + hour * 3600L + minute * 60L + second;
    if (at < end) {
      epochSecond = local - offset();
    } else if (zone == ZoneOffset.UTC) {
      epochSecond = local;
    } else {
      epochSecond =
          LocalDateTime.of(year, month, day, hour, minute, second).atZone(zone).toEpochSecond();
    }
  }

  /**
   * Days since 1970-01-01 in the Gregorian calendar, for years from 0 on: days of whole years, then
   * of the months of a year that begins in March.
   */
  private static long epochDay(int year, int month, int day) {
    int monthFromMarch = (month + 9) % 12;
    long yearFromMarch = month <= 2 ? year - 1L : year;
    long leapDays =
        Math.floorDiv(yearFromMarch, 4)
            - Math.floorDiv(yearFromMarch, 100)
            + Math.floorDiv(yearFromMarch, 400);
    int dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
    return yearFromMarch * 365 + leapDays + dayOfYear - 719_468;
  }

  private static int lengthOfMonth(int year, int month) {
    return switch (month) {
      case 2 -> (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28;
      case 4, 6, 9, 11 -> 30;
      default -> 31;
    };
  }

  private int offset() {
    int sign = text[at++];
    if (sign == 'Z' || sign == 'z') {
      return 0;
    }
    good = sign == '+' || sign == '-';
    int hours = digits(2);
    int minutes = 0;
    if (good && at < end) {
      accept(':');
      minutes = digits(2);
    }
    int total = hours * 3600 + minutes * 60;
    good = good && minutes < 60 && total <= LARGEST_OFFSET;
    return sign == '-' ? -total : total;
  }

  private void fraction() {
    if (!good || at >= end || (text[at] != '.' && text[at] != ',')) {
      return;
    }
    comma = text[at++] == ',';
    int scale = 100_000_000;
    while (at < end && isDigit(text[at])) {
      nanos += (text[at++] - '0') * scale;
      scale /= 10;
      fractionDigits++;
    }
    good = fractionDigits > 0;
  }

  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (at >= end || !isDigit(text[at])) {
        good = false;
        return 0;
      }
      value = value * 10 + (text[at++] - '0');
    }
    return value;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private boolean accept(char mark) {
    boolean found = at < end && text[at] == mark;
    if (found) {
      at++;
    }
    return found;
  }

  private void expect(char mark) {
    good = good && accept(mark);
  }
}
