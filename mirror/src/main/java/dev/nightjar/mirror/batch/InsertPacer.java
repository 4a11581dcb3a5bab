package dev.nightjar.mirror.batch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Knows when a batch may be inserted that is not full, so that a trickle of changes does not become
 * a heap of parts: the first after a silence at once, those that follow at even distances, and
 * never more than five inserts within the time of five distances. Whenever within an insert its
 * part comes to be, there are no more parts than that either. Full batches wait for nothing, and
 * count. Thread-safe.
 */
public final class InsertPacer {
  private static final int MOST = 5;

  private final Duration interval;
  private final Duration window;

  /** When the last inserts had ended, at most {@link #MOST} of them, the last one last. */
  private final Deque<Instant> ended = new ArrayDeque<>();

  private Instant next = Instant.MIN;

  /** A pacer with this much time between the beginnings of two inserts. */
  public InsertPacer(Duration interval) {
    this.interval = interval;
    this.window = interval.multipliedBy(MOST);
  }

  /**
   * When a batch may go in that is not full: now, or later.
   *
   * @param inserts that it takes, at most {@value #MOST}
   */
  public synchronized Instant earliest(int inserts, Instant now) {
    forgetAClockThatWasPutBack(now);
    Instant earliest = next.isAfter(now) ? next : now;
    int over = ended.size() + inserts - MOST;
    if (over > 0) {
      Instant free = ended.stream().skip(over - 1L).findFirst().orElseThrow().plus(window);
      earliest = free.isAfter(earliest) ? free : earliest;
    }
    return earliest;
  }

  /** A batch begins to go in, full or not. */
  public synchronized void begins(int inserts, Instant now) {
    next = now.plus(interval.multipliedBy(inserts));
  }

  /** It is in. */
  public synchronized void ends(int inserts, Instant now) {
    for (int i = 0; i < inserts; i++) {
      ended.addLast(now);
      if (ended.size() > MOST) {
        ended.removeFirst();
      }
    }
  }

  private void forgetAClockThatWasPutBack(Instant now) {
    Instant much = now.plus(window);
    if (next.isAfter(much) || !ended.isEmpty() && ended.getLast().isAfter(much)) {
      next = Instant.MIN;
      ended.clear();
    }
  }
}
