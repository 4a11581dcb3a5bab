package dev.nightjar.server.route;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as clients read them. */
final class Times {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

  private Times() {}

  /** {@code 2026-11-21 10:00:00.000000}: {@code tb} cuts the last seven characters off. */
  static String micros(Instant time) {
    return MICROS.format(time);
  }

  /** ISO 8601 with an offset, as Python's {@code datetime.fromisoformat} reads it. */
  static String iso(Instant time) {
    return time.atOffset(ZoneOffset.UTC)
        .format(DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx"));
  }
}
