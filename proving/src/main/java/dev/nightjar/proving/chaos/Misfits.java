package dev.nightjar.proving.chaos;

import java.math.BigInteger;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Compares the rows whose value does not fit with the quarantine, generation by generation. The
 * newest has each once. What an older one had in flight when it ended may have been given up
 * between the two: its rows are in and not their entries, and the newer one has its own. Of none
 * the quarantine has more.
 */
final class Misfits {

  /** Above these bits a version is the number of its generation. */
  static final int GENERATION_SHIFT = 192;

  private record Quarantined(long rows, long distinct) {}

  private final TreeMap<Long, Long> misfits = new TreeMap<>();
  private final TreeMap<Long, Quarantined> quarantine = new TreeMap<>();

  /**
   * What was found.
   *
   * @param quarantined rows of the quarantine
   * @param wrong how many of them are too many or too few
   * @param example the first such generation in words
   */
  record Result(long quarantined, long wrong, Optional<String> example) {}

  /** A row of the view that does not fit. */
  void row(BigInteger version) {
    misfits.merge(version.shiftRight(GENERATION_SHIFT).longValueExact(), 1L, Long::sum);
  }

  /** The quarantine's rows of a generation, and how many of them are different. */
  void quarantined(long generation, long rows, long distinct) {
    quarantine.put(generation, new Quarantined(rows, distinct));
  }

  Result result() {
    long newest = Math.max(last(misfits), last(quarantine));
    long all = 0;
    long wrong = 0;
    Optional<String> example = Optional.empty();
    for (long generation = 1; generation <= newest; generation++) {
      Quarantined found = quarantine.getOrDefault(generation, new Quarantined(0, 0));
      long fitless = misfits.getOrDefault(generation, 0L);
      long more = found.rows() - fitless;
      long off = found.rows() - found.distinct();
      off += generation == newest ? Math.abs(more) : Math.max(0, more);
      all += found.rows();
      wrong += off;
      if (off > 0 && example.isEmpty()) {
        example =
            Optional.of(
                "the quarantine of generation "
                    + generation
                    + " has "
                    + found.rows()
                    + " rows, "
                    + found.distinct()
                    + " of them different, and "
                    + fitless
                    + " rows do not fit");
      }
    }
    return new Result(all, wrong, example);
  }

  private static long last(TreeMap<Long, ?> byGeneration) {
    return byGeneration.isEmpty() ? 0 : byGeneration.lastKey();
  }
}
