package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeLog.Entry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * Whether the versions of each item's changes rise as the changes were made. An item has one
 * writer, who takes the number of a change after the one before was acknowledged. The numbers of
 * two streams tell nothing of each other: of changes that two streams held, only the generation
 * must not fall.
 */
final class ItemOrder {

  /** Above these bits a version is the number of its generation. */
  static final int GENERATION_SHIFT = 192;

  private record Versioned(Entry entry, BigInteger version) {

    private BigInteger generation() {
      return version.shiftRight(GENERATION_SHIFT);
    }
  }

  private final Map<Integer, List<Versioned>> items = new HashMap<>();

  void add(Entry entry, BigInteger version) {
    items.computeIfAbsent(entry.item(), _ -> new ArrayList<>()).add(new Versioned(entry, version));
  }

  /**
   * The changes whose version is not above that of the change before.
   *
   * @param twoStreams whether an earlier and a later change may be of two streams
   */
  List<Entry> outOfOrder(BiPredicate<Entry, Entry> twoStreams) {
    List<Entry> found = new ArrayList<>();
    for (List<Versioned> changes : items.values()) {
      changes.sort(Comparator.comparingInt(change -> change.entry().number()));
      for (int i = 1; i < changes.size(); i++) {
        Versioned before = changes.get(i - 1);
        Versioned after = changes.get(i);
        if (twoStreams.test(before.entry(), after.entry())
            ? after.generation().compareTo(before.generation()) < 0
            : after.version().compareTo(before.version()) <= 0) {
          found.add(after.entry());
        }
      }
    }
    return found;
  }
}
