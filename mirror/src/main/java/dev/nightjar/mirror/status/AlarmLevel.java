package dev.nightjar.mirror.status;

import java.util.Locale;

/** How pressing something is. */
public enum AlarmLevel {
  /** All is well. */
  OK,
  /** Somebody should look at it today. */
  WARN,
  /** Somebody should look at it now. */
  CRITICAL;

  /** The level as it is written in answers. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
