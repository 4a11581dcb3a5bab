package dev.nightjar.proving.world;

import dev.nightjar.proving.world.script.Event;
import dev.nightjar.proving.world.script.History;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes a history that breaks a promise smaller: leaves out events as long as the same promise is
 * still broken.
 */
final class Shrinker {
  /** Of a promise's sentence, what comes before the details. */
  private static final int KIND = 28;

  private final Function<History, Finding> runs;
  private int left;

  /**
   * A shrinker.
   *
   * @param runs runs a history
   * @param most how many histories it may run
   */
  Shrinker(Function<History, Finding> runs, int most) {
    this.runs = runs;
    this.left = most;
  }

  /** The smallest history found that breaks the same promise, as it went. */
  Finding shrink(Finding broken) {
    Finding smallest = broken;
    int chunk = Math.max(1, broken.history().events().size() / 2);
    while (left > 0) {
      Finding smaller = without(smallest, chunk);
      if (smaller == smallest && chunk == 1) {
        break;
      }
      if (smaller == smallest || chunk > smaller.history().events().size()) {
        chunk = Math.max(1, chunk / 2);
      }
      smallest = smaller;
    }
    return smallest;
  }

  /** Leaves out one stretch of so many events after the other. */
  private Finding without(Finding broken, int chunk) {
    Finding smallest = broken;
    for (int from = 0; from < smallest.history().events().size() && left > 0; ) {
      List<Event> events = new ArrayList<>(smallest.history().events());
      events.subList(from, Math.min(from + chunk, events.size())).clear();
      left--;
      Finding found = runs.apply(smallest.history().with(events));
      if (kind(found).equals(kind(broken))) {
        smallest = found;
      } else {
        from += chunk;
      }
    }
    return smallest;
  }

  private static String kind(Finding finding) {
    return finding
        .violation()
        .map(text -> text.substring(0, Math.min(KIND, text.length())))
        .orElse("");
  }
}
