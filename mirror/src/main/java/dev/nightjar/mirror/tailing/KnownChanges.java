package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.stream.RecordPage;
import dev.nightjar.mirror.batch.BatchBuffer;
import dev.nightjar.mirror.ledger.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks, where a reader begins, whether the table has the next changes already. It has none of them
 * unless the state database is older than the table, as one that was copied back from a backup is:
 * then they are passed over, so that no view sees them twice. A shard's changes go in one after the
 * other, so that a change that is not there ends the search; and since all changes of an item are
 * in one lineage, a change is there exactly if its item's newest row is that change or a later one.
 */
final class KnownChanges {
  private final Tail tail;
  private Optional<BatchBuffer> scratch;

  /**
   * @param generation of the rows that are looked for
   * @param depth of the shard
   */
  KnownChanges(Tail tail, long generation, int depth) {
    this.tail = tail;
    this.scratch = Optional.of(new BatchBuffer(tail.schema(), generation, depth));
  }

  /** Nobody has inserted anything after a change that was not there. */
  boolean searching() {
    return scratch.isPresent();
  }

  /**
   * How many of a page's changes, from one on, are in the table. One that cannot be read is not.
   *
   * @param from the page's first change that counts
   */
  int in(RecordPage page, int from) throws InterruptedException {
    List<Probe> probes = new ArrayList<>();
    boolean readable = true;
    for (int i = from; i < page.size() && readable; i++) {
      try {
        probes.add(scratch.orElseThrow().addAndProbe(page.change(i)));
      } catch (MalformedJsonException e) {
        // Whoever takes the changes comes upon it, and says so.
        readable = false;
      }
    }
    scratch.orElseThrow().clear();
    int there = tail.inserter().alreadyThere(probes);
    if (there > 0) {
      tail.retries().alreadyThere(there);
    }
    if (there < probes.size()) {
      scratch = Optional.empty();
    }
    return there;
  }

  /** Whether one change is in the table. */
  boolean has(Change change) throws InterruptedException {
    Probe probe = scratch.orElseThrow().addAndProbe(change);
    scratch.orElseThrow().clear();
    return tail.inserter().alreadyThere(List.of(probe)) == 1;
  }
}
