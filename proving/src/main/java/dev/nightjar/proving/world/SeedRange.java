package dev.nightjar.proving.world;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The seeds of the histories to run.
 *
 * @param first the first of them
 * @param last the last of them
 */
public record SeedRange(long first, long last) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,15})(?:\\.\\.(\\d{1,15}))?");

  /** Refuses a range that ends before it begins. */
  public SeedRange {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          "the seeds " + first + ".." + last + " end before they begin");
    }
  }

  /**
   * Reads {@code 17} or {@code 1..2000}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  public static SeedRange parse(String text) {
    Matcher range = FORM.matcher(text.strip());
    if (!range.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no range of seeds: write 17 or 1..2000");
    }
    long first = Long.parseLong(range.group(1));
    return new SeedRange(first, range.group(2) == null ? first : Long.parseLong(range.group(2)));
  }

  /** How many there are. */
  public long size() {
    return last - first + 1;
  }

  @Override
  public String toString() {
    return first == last ? Long.toString(first) : first + ".." + last;
  }
}
