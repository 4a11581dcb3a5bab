package dev.nightjar.mirror.row;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Reads ISO 8601: a date, or a date and a time with {@code T} or a space between them, to the
 * minute, the second or a fraction of up to nine digits (more are cut off), with {@code Z}, an
 * offset or nothing behind. For one thread at a time.
 */
final class IsoTime {
  private final ZoneId zone;
  private byte[] text = new byte[0];
  private int at;
  private int end;
  private boolean good;
  private long epochSecond;
  private int nanos;
  private int fractionDigits;
  private boolean canonicalShape;

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
    return canonicalShape && fractionDigits == digits;
  }

  boolean parse(byte[] bytes, int start, int limit) {
    text = bytes;
    at = start;
    end = limit;
    good = true;
    nanos = 0;
    fractionDigits = 0;
    canonicalShape = false;
    int year = digits(4);
    skip('-');
    int month = digits(2);
    skip('-');
    int day = digits(2);
    int hour = 0;
    int minute = 0;
    int second = 0;
    boolean letter = false;
    boolean seconds = false;
    if (good && at < end) {
      letter = text[at] == 'T';
      good = letter || text[at] == ' ' || text[at] == 't';
      at++;
      hour = digits(2);
      skip(':');
      minute = digits(2);
      if (good && at < end && text[at] == ':') {
        at++;
        second = digits(2);
        seconds = true;
        fraction();
      }
    }
    if (!good) {
      return false;
    }
    try {
      LocalDateTime local = LocalDateTime.of(year, month, day, hour, minute, second);
      boolean utc = at + 1 == end && text[at] == 'Z';
      return place(local, letter && seconds && utc);
    } catch (DateTimeException _) {
      return false;
    }
  }

  private boolean place(LocalDateTime local, boolean canonical) {
    if (at == end) {
      epochSecond = local.atZone(zone).toEpochSecond();
      return true;
    }
    ZoneOffset offset = offset();
    if (!good || at != end) {
      return false;
    }
    epochSecond = local.toEpochSecond(offset);
    canonicalShape = canonical;
    return true;
  }

  private ZoneOffset offset() {
    int sign = text[at++];
    if (sign == 'Z' || sign == 'z') {
      return ZoneOffset.UTC;
    }
    good = sign == '+' || sign == '-';
    int hours = digits(2);
    int minutes = 0;
    if (good && at < end) {
      if (text[at] == ':') {
        at++;
      }
      minutes = digits(2);
    }
    int total = (hours * 60 + minutes) * 60;
    return good ? ZoneOffset.ofTotalSeconds(sign == '-' ? -total : total) : ZoneOffset.UTC;
  }

  private void fraction() {
    if (!good || at >= end || (text[at] != '.' && text[at] != ',')) {
      return;
    }
    at++;
    int scale = 100_000_000;
    while (at < end && text[at] >= '0' && text[at] <= '9') {
      nanos += (text[at++] - '0') * scale;
      scale /= 10;
      fractionDigits++;
    }
    good = fractionDigits > 0;
  }

  private int digits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      if (at >= end || text[at] < '0' || text[at] > '9') {
        good = false;
        return 0;
      }
      value = value * 10 + (text[at++] - '0');
    }
    return value;
  }

  private void skip(char mark) {
    if (good && at < end && text[at] == mark) {
      at++;
    } else {
      good = false;
    }
  }
}
