package dev.nightjar.server.query;

import dev.nightjar.server.http.HttpProblem;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Who may run a query now. No token takes all of the room, and those that wait are let in by turns,
 * one query of each token: a token that sends a thousand queries waits for itself, not the others
 * for it.
 */
final class QuerySlots {
  private static final int SOON = 1;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private final QueryLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Line> lines = new HashMap<>();

  /** The lines that somebody waits in; the first is the next to be looked at. */
  private final Set<Line> turns = new LinkedHashSet<>();

  private int running;
  private int waiting;

  QuerySlots(QueryLimits limits) {
    this.limits = limits;
  }

  /** Room for one query, until it is closed, once or more often. */
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /** The queries of one token. */
  private static final class Line {
    private final String token;
    private final Queue<Waiter> waiters = new ArrayDeque<>();
    private int running;

    Line(String token) {
      this.token = token;
    }
  }

  private static final class Waiter {
    private final Condition changed;
    private boolean admitted;

    Waiter(Condition changed) {
      this.changed = changed;
    }
  }

  /**
   * Takes room, waiting for it.
   *
   * @param token what tells tokens apart, in all workspaces
   * @throws HttpProblem 429 when the token has too many queries, 503 when all have
   * @throws InterruptedException when the client has gone, or the server stops
   */
  Slot take(String token) throws InterruptedException {
    lock.lock();
    try {
      Line line = lines.computeIfAbsent(token, Line::new);
      if (running < limits.running()
          && line.running < limits.runningOfOneToken()
          && line.waiters.isEmpty()) {
        return admit(line);
      }
      return await(line);
    } finally {
      lock.unlock();
    }
  }

  int running() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private Slot await(Line line) throws InterruptedException {
    if (line.waiters.size() >= limits.waitingOfOneToken()) {
      throw ofToken(line);
    }
    if (waiting >= limits.waiting()) {
      forget(line);
      throw ofAll();
    }
    Waiter waiter = new Waiter(lock.newCondition());
    line.waiters.add(waiter);
    turns.add(line);
    waiting++;
    try {
      long rest = limits.patience().toNanos();
      while (!waiter.admitted && rest > 0) {
        rest = waiter.changed.awaitNanos(rest);
      }
    } catch (InterruptedException e) {
      if (waiter.admitted) {
        leave(line);
      }
      throw e;
    } finally {
      if (!waiter.admitted) {
        giveUp(line, waiter);
      }
    }
    if (!waiter.admitted) {
      throw line.running >= limits.runningOfOneToken() ? ofToken(line) : ofAll();
    }
    return slot(line);
  }

  private void giveUp(Line line, Waiter waiter) {
    line.waiters.remove(waiter);
    waiting--;
    if (line.waiters.isEmpty()) {
      turns.remove(line);
    }
    forget(line);
  }

  private Slot admit(Line line) {
    line.running++;
    running++;
    return slot(line);
  }

  private Slot slot(Line line) {
    AtomicBoolean taken = new AtomicBoolean(true);
    return () -> {
      if (taken.getAndSet(false)) {
        lock.lock();
        try {
          leave(line);
        } finally {
          lock.unlock();
        }
      }
    };
  }

  private void leave(Line line) {
    line.running--;
    running--;
    while (running < limits.running() && letNextIn()) {
      // until there is no room, or nobody who may have it
    }
    forget(line);
  }

  private boolean letNextIn() {
    for (Iterator<Line> each = turns.iterator(); each.hasNext(); ) {
      Line line = each.next();
      if (line.running < limits.runningOfOneToken()) {
        each.remove();
        Waiter next = line.waiters.remove();
        if (!line.waiters.isEmpty()) {
          turns.add(line);
        }
        waiting--;
        line.running++;
        running++;
        next.admitted = true;
        next.changed.signal();
        return true;
      }
    }
    return false;
  }

  private void forget(Line line) {
    if (line.running == 0 && line.waiters.isEmpty()) {
      lines.remove(line.token, line);
    }
  }

  private static HttpProblem ofToken(Line line) {
    return new HttpProblem(
            TOO_MANY_REQUESTS,
            "This token has %d queries running and %d waiting, as many as it may have. Try again in a moment."
                .formatted(line.running, line.waiters.size()),
            Map.of())
        .retryAfter(SOON);
  }

  private static HttpProblem ofAll() {
    return new HttpProblem(
            UNAVAILABLE, "Too many queries run and wait already. Try again in a moment.", Map.of())
        .retryAfter(SOON);
  }
}
