package dev.nightjar.server.deploy;

import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.workspace.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one change of a workspace be made at a time. Thread-safe. */
final class WorkspaceLocks {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
  private final WriteGate gate;

  /**
   * @param gate where rows come in from outside
   */
  WorkspaceLocks(WriteGate gate) {
    this.gate = gate;
  }

  /** Does the work alone, and while no rows come in from outside. */
  <T> T closed(Workspace workspace, Supplier<T> work) {
    return alone(workspace, () -> gate.closed(workspace, work));
  }

  /**
   * Does the work alone.
   *
   * @throws HttpProblem 409 when another change goes on for longer than a client should wait
   */
  <T> T alone(Workspace workspace, Supplier<T> work) {
    ReentrantLock lock = locks.computeIfAbsent(workspace.id(), id -> new ReentrantLock());
    try {
      if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw HttpProblem.conflict(
            "Another build or deployment of this workspace is under way. Try again when it is done.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HttpProblem.conflict("The server is stopping.");
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps nothing of a workspace that is gone. */
  void forget(Workspace workspace) {
    locks.remove(workspace.id());
    gate.forget(workspace);
  }

  /** How many locks there are. */
  int size() {
    return locks.size();
  }
}
