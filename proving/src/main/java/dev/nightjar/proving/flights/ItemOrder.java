package dev.nightjar.proving.flights;

import dev.nightjar.proving.flights.ChangeLog.Entry;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether the versions of each item's changes rise as the changes were made. An item has one
 * writer, who takes the number of a change after the one before was acknowledged.
 */
final class ItemOrder {

  private record Versioned(Entry entry, BigInteger version) {}

  private final Map<Integer, List<Versioned>> items = new HashMap<>();

  void add(Entry entry, BigInteger version) {
    items.computeIfAbsent(entry.item(), _ -> new ArrayList<>()).add(new Versioned(entry, version));
  }

  /** The changes whose version is not above that of the change before. */
  List<Entry> outOfOrder() {
    List<Entry> found = new ArrayList<>();
    for (List<Versioned> changes : items.values()) {
      changes.sort(Comparator.comparingInt(change -> change.entry().number()));
      for (int i = 1; i < changes.size(); i++) {
        if (changes.get(i).version().compareTo(changes.get(i - 1).version()) <= 0) {
          found.add(changes.get(i).entry());
        }
      }
    }
    return found;
  }
}
