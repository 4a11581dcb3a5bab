package dev.nightjar.awslocal.dynamodb;

import dev.nightjar.awslocal.dynamodb.item.StoredItem;
import dev.nightjar.awslocal.dynamodb.key.ItemKey;
import dev.nightjar.awslocal.stream.Change;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.TreeMap;

/** A table's latest changes, by which it can be put back in time. Not thread-safe. */
final class History {

  private final ArrayDeque<Change> changes = new ArrayDeque<>();
  private final long windowMicros;

  History(long windowMicros) {
    this.windowMicros = windowMicros;
  }

  void add(Change change) {
    changes.addLast(change);
    trim(change.micros());
  }

  /** What was stored under each key that was changed after its instant, at that instant. */
  TreeMap<ItemKey, StoredItem> before(Instants instants) {
    TreeMap<ItemKey, StoredItem> before = new TreeMap<>();
    for (Iterator<Change> newest = changes.descendingIterator(); newest.hasNext(); ) {
      Change change = newest.next();
      if (change.micros() <= instants.earliest()) {
        break;
      }
      if (change.micros() > instants.of(change.key())) {
        before.put(change.key(), change.before());
      }
    }
    return before;
  }

  /**
   * For each key that was changed in a window: as before its first change, to after its last one.
   */
  TreeMap<ItemKey, Change> within(long from, long to) {
    TreeMap<ItemKey, Change> within = new TreeMap<>();
    for (Change change : changes) {
      if (change.micros() >= from && change.micros() < to) {
        within.merge(
            change.key(),
            change,
            (first, last) ->
                new Change(
                    first.key(), first.before(), last.after(), last.micros(), last.byService()));
      }
    }
    return within;
  }

  private void trim(long now) {
    while (!changes.isEmpty() && changes.getFirst().micros() < now - windowMicros) {
      changes.removeFirst();
    }
  }
}
