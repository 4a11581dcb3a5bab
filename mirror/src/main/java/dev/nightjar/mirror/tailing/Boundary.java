package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.mirror.state.Generation;
import java.time.Instant;

/**
 * Where a lineage comes to a generation's own changes: at its first change at or after a moment. A
 * prefix comes before it, never single changes, for times may run backwards. The export has all of
 * the prefix for certain, so that nothing of it may beat the export's rows: the first generation
 * drops it, and in a later one its rows are of the generation before. AWS may have trimmed what
 * followed a change of the prefix, which is why such a change alone tells nothing of its item.
 */
final class Boundary {
  private final boolean drops;
  private final long millis;
  private boolean passed;

  Boundary(Generation generation, boolean passed) {
    this.drops = generation.dropsBeforeBoundary();
    this.passed = passed;
    this.millis = passed ? Long.MIN_VALUE : moment(generation).toEpochMilli();
  }

  /** A later generation's export is asked for after it began, and may lack two minutes. */
  private static Instant moment(Generation generation) {
    return generation.dropsBeforeBoundary()
        ? generation
            .boundary()
            .orElseThrow(() -> new IllegalStateException("the export's time is not known yet"))
        : generation.begunAt().minus(Generation.FUZZ);
  }

  /**
   * Whether a change is of the prefix; the first that is not takes the lineage past its boundary.
   */
  boolean precedes(Change change) {
    if (!passed
        && (change.approximateCreationTime() == Change.NO_TIME
            || change.approximateCreationTime() >= millis)) {
      passed = true;
    }
    return !passed;
  }

  /** Whether the prefix has no rows. */
  boolean drops() {
    return drops;
  }

  boolean isPassed() {
    return passed;
  }

  void passed() {
    passed = true;
  }
}
