package dev.nightjar.proving.world.script;

import java.time.Duration;

/**
 * How one export goes.
 *
 * @param duration how long AWS works on it
 * @param files data files with items, besides an empty one
 * @param fate what becomes of it
 */
public record ExportPlan(Duration duration, int files, Fate fate) {

  /** What becomes of an export. */
  public enum Fate {
    /** It is as it should be. */
    SOUND,
    /** AWS gives it up. */
    FAILED,
    /** A file is missing at first and there later. */
    FILE_LATE,
    /** A file is cut short for good. */
    FILE_TRUNCATED
  }
}
