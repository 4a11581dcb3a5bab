package dev.nightjar.proving.chaos;

import dev.nightjar.proving.flights.FlightTable.Export;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The exports of a round's mirror as AWS tells of them, the mirror not asked. */
record RoundExports(List<Export> inOrder) {

  /** Those that were requested since a moment. */
  static RoundExports since(Instant moment, List<Export> all) {
    Instant second = moment.truncatedTo(ChronoUnit.SECONDS);
    return new RoundExports(
        all.stream()
            .filter(export -> !export.requested().isBefore(second))
            .sorted(Comparator.comparing(Export::requested))
            .toList());
  }

  /**
   * The lowest generation that changes may be of which an export may lack, by the moment from which
   * on it may. Each generation has one export at the most: the first is of the first generation or
   * a later one, the second of the second or a later one.
   *
   * @param newest the mirror's generation, which is that of the newest export
   */
  SortedMap<Instant, Long> lowestGenerations(long newest) {
    SortedMap<Instant, Long> lowest = new TreeMap<>();
    for (int i = 0; i < inOrder.size(); i++) {
      boolean last = i == inOrder.size() - 1;
      lowest.merge(inOrder.get(i).certainBefore(), last ? newest : i + 1, Math::max);
    }
    return lowest;
  }

  /** The one that its first table was loaded from first. */
  Optional<Export> first() {
    return inOrder.stream().findFirst();
  }

  /** The one that the mirror's table was loaded from last. */
  Optional<Export> newest() {
    return inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder.getLast());
  }

  /**
   * What is wrong where the mirror drops changes that its first export may lack.
   *
   * @param boundary what it drops lies before this; empty where it did not say
   */
  Optional<String> unsound(Optional<Instant> boundary) {
    if (boundary.isEmpty()) {
      return Optional.empty();
    }
    if (inOrder.isEmpty()) {
      return Optional.of("AWS knows no export of a mirror that has a boundary");
    }
    Export first = inOrder.getFirst();
    return boundary
        .filter(moment -> moment.isAfter(first.certainBefore()))
        .map(moment ->
            "the boundary "
                + moment
                + " is later than what an export of "
                + first.exportTime()
                + " has for certain");
  }
}
