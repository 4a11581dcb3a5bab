package dev.nightjar.awslocal.backup;

import java.time.Duration;

/**
 * How exports behave.
 *
 * @param duration how long an export is IN_PROGRESS at the least, by the stand-in's clock (AWS:
 *     minutes, for the smallest table too)
 * @param files how many data files it has with items; one empty file is added, as AWS does for
 *     partitions without items
 * @param fuzz how far from ExportTime, to both sides, the instant may be as of which an item is in
 *     the export, drawn for each item (AWS promises one minute). Such an export is written when
 *     somebody asks for it after ExportTime and this: what is to happen until then is in it too
 * @param seed for the draws of the fuzz
 */
public record ExportOptions(Duration duration, int files, Duration fuzz, long seed) {

  public ExportOptions {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("an export takes no negative time: " + duration);
    }
    if (files < 1) {
      throw new IllegalArgumentException("an export has at least one file, not " + files);
    }
    if (fuzz.isNegative()) {
      throw new IllegalArgumentException("the fuzz of an export is not negative: " + fuzz);
    }
  }

  /** Over as soon as four files are written, which hold the table as it was at ExportTime. */
  public static ExportOptions defaults() {
    return new ExportOptions(Duration.ZERO, 4, Duration.ZERO, 0);
  }

  /** The same with another duration. */
  public ExportOptions withDuration(Duration other) {
    return new ExportOptions(other, files, fuzz, seed);
  }

  /** The same with another number of files. */
  public ExportOptions withFiles(int other) {
    return new ExportOptions(duration, other, fuzz, seed);
  }

  /** The same with items as of an instant of their own each. */
  public ExportOptions withFuzz(Duration other, long otherSeed) {
    return new ExportOptions(duration, files, other, otherSeed);
  }
}
