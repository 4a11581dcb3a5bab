package dev.nightjar.server.route;

import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.LogPace;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.server.workspace.Workspace;
import dev.nightjar.server.workspace.Workspaces;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what workspaces and branches had that are deleted: at once, or, where that fails
 * (ClickHouse is away, a disk is full, the server ended), again and again until it is done.
 */
final class Departures implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Departures.class);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Workspaces workspaces;
  private final Consumer<Workspace> remove;
  private final Sleeper sleeper;
  private final Set<String> removing = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Thread> running = Optional.empty();

  /**
   * @param remove removes all that one had, but for its row; may come again after it failed half
   *     way
   */
  Departures(Workspaces workspaces, Consumer<Workspace> remove, Sleeper sleeper) {
    this.workspaces = workspaces;
    this.remove = remove;
    this.sleeper = sleeper;
  }

  /** Removes what is left of all that leave; goes on in the background where it fails. */
  void finish() {
    try {
      removeAll();
    } catch (RuntimeException e) {
      LOG.warn("what deleted workspaces had cannot be removed yet: {}", ErrorSummary.of(e));
      goOn();
    }
  }

  /** Whoever removes another one meanwhile is not waited for: a table may take long to drop. */
  private void removeAll() {
    for (Workspace workspace : workspaces.leaving()) {
      if (removing.add(workspace.id())) {
        try {
          remove(workspace);
        } finally {
          removing.remove(workspace.id());
        }
      }
    }
  }

  private void remove(Workspace workspace) {
    if (workspaces.leaving().contains(workspace)) {
      remove.accept(workspace);
      workspaces.delete(workspace);
    }
  }

  private void goOn() {
    lock.lock();
    try {
      if (running.isEmpty()) {
        running = Optional.of(Thread.ofVirtual().name("departures").start(this::untilDone));
      }
    } finally {
      lock.unlock();
    }
  }

  private void untilDone() {
    LogPace pace = new LogPace(BETWEEN_LINES, Clock.systemUTC());
    Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom());
    try {
      do {
        sleeper.sleep(pause.next());
      } while (!isDone(pace));
      LOG.info("what deleted workspaces had is removed");
    } catch (InterruptedException e) {
      // The server is being closed; its next start goes on.
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDone(LogPace pace) {
    try {
      removeAll();
      return ended();
    } catch (RuntimeException e) {
      if (pace.due("")) {
        LOG.warn("what deleted workspaces had cannot be removed yet: {}", ErrorSummary.of(e));
      }
      return false;
    }
  }

  /** Not where another has failed to leave meanwhile. */
  private boolean ended() {
    lock.lock();
    try {
      boolean ended = workspaces.leaving().isEmpty();
      if (ended) {
        running = Optional.empty();
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      running.ifPresent(Thread::interrupt);
    } finally {
      lock.unlock();
    }
  }
}
