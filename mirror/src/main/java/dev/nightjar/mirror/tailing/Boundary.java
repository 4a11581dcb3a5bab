package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.mirror.state.Generation;

/**
 * What a lineage holds before its first change at or after the generation's boundary is in the
 * export for certain, and is dropped: a prefix, never single changes, for times may run backwards.
 * Generations after the first drop nothing.
 */
final class Boundary {
  private final long millis;
  private boolean passed;

  Boundary(Generation generation, boolean passed) {
    this.passed = passed || !generation.dropsBeforeBoundary();
    this.millis = this.passed ? Long.MIN_VALUE : known(generation);
  }

  private static long known(Generation generation) {
    return generation
        .boundary()
        .orElseThrow(() -> new IllegalStateException("the export's time is not known yet"))
        .toEpochMilli();
  }

  /** Whether a change is dropped; the first that is not takes the lineage past its boundary. */
  boolean drops(Change change) {
    if (!passed
        && (change.approximateCreationTime() == Change.NO_TIME
            || change.approximateCreationTime() >= millis)) {
      passed = true;
    }
    return !passed;
  }

  boolean isPassed() {
    return passed;
  }

  void passed() {
    passed = true;
  }
}
