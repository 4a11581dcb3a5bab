package dev.nightjar.cli.text;

import java.time.Duration;
import java.util.Locale;

/** Numbers for people. */
public final class Quantity {

  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  private Quantity() {}

  /** {@code 1,234,567}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** {@code 1.5 MiB}. */
  public static String bytes(long number) {
    double value = number;
    int unit = 0;
    while (value >= 1024 && unit < UNITS.length - 1) {
      value /= 1024;
      unit++;
    }
    return unit == 0 ? number + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /** {@code 120 ms}, {@code 4.2 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
  public static String duration(Duration time) {
    if (time.toMillis() < 1000) {
      return time.toMillis() + " ms";
    }
    if (time.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
    return time.toMinutes() < 60
        ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
        : time.toHours() + " h " + time.toMinutesPart() + " min";
  }
}
