package dev.nightjar.awslocal.backup;

import java.time.Duration;

/**
 * How exports behave.
 *
 * @param duration how long an export is IN_PROGRESS at the least, by the stand-in's clock (AWS:
 *     minutes, for the smallest table too)
 * @param files how many data files it has with items; one empty file is added, as AWS does for
 *     partitions without items
 */
public record ExportOptions(Duration duration, int files) {

  public ExportOptions {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("an export takes no negative time: " + duration);
    }
    if (files < 1) {
      throw new IllegalArgumentException("an export has at least one file, not " + files);
    }
  }

  /** Over as soon as four files are written. */
  public static ExportOptions defaults() {
    return new ExportOptions(Duration.ZERO, 4);
  }

  /** The same with another duration. */
  public ExportOptions withDuration(Duration other) {
    return new ExportOptions(other, files);
  }

  /** The same with another number of files. */
  public ExportOptions withFiles(int other) {
    return new ExportOptions(duration, other);
  }
}
