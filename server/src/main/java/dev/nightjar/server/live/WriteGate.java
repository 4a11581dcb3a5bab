package dev.nightjar.server.live;

import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.workspace.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps rows from coming into a workspace's tables while a deployment changes them: a view that is
 * filled from what is there sees each row once. Rows of mirrors have a gate of their own (they are
 * paused). Thread-safe.
 */
public final class WriteGate {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<String, ReentrantReadWriteLock> workspaces = new ConcurrentHashMap<>();
  private final Map<String, ReentrantReadWriteLock> tables = new ConcurrentHashMap<>();

  /**
   * Brings rows in, beside others who do.
   *
   * @throws HttpProblem 503 when a deployment, or a replacement of the data source, takes long
   */
  public <T> T writing(Workspace workspace, String datasource, Supplier<T> work) {
    return holding(
        lock(workspaces, workspace.id()).readLock(),
        () -> holding(lock(tables, key(workspace, datasource)).readLock(), work));
  }

  /**
   * Changes what a data source holds, while nobody else does.
   *
   * @throws HttpProblem 503 when others go on for long
   */
  public <T> T alone(Workspace workspace, String datasource, Supplier<T> work) {
    return holding(
        lock(workspaces, workspace.id()).readLock(),
        () -> holding(lock(tables, key(workspace, datasource)).writeLock(), work));
  }

  /**
   * Changes what several data sources hold, while nobody else does.
   *
   * @param datasources told while no deployment changes what is there
   * @throws HttpProblem 503 when others go on for long
   */
  public <T> T alone(Workspace workspace, Supplier<Set<String>> datasources, Supplier<T> work) {
    return holding(
        lock(workspaces, workspace.id()).readLock(),
        // all take them in this order, so that no two wait for each other
        () -> holdingAll(workspace, List.copyOf(new TreeSet<>(datasources.get())), work));
  }

  private <T> T holdingAll(Workspace workspace, List<String> datasources, Supplier<T> work) {
    if (datasources.isEmpty()) {
      return work.get();
    }
    return holding(
        lock(tables, key(workspace, datasources.getFirst())).writeLock(),
        () -> holdingAll(workspace, datasources.subList(1, datasources.size()), work));
  }

  /**
   * Changes tables of a workspace while nobody brings rows in.
   *
   * @throws HttpProblem 503 when those who do go on for long
   */
  public <T> T closed(Workspace workspace, Supplier<T> work) {
    return holding(
        lock(workspaces, workspace.id()).writeLock(),
        "The deployment waited "
            + PATIENCE.toSeconds()
            + " seconds for rows that are coming in or being deleted (an import, a copy or a deletion) and has changed nothing. GET /v0/jobs lists what is under way: deploy again when it is done, or cancel it.",
        work);
  }

  /** Keeps nothing of a workspace that is gone. */
  public void forget(Workspace workspace) {
    workspaces.remove(workspace.id());
    tables.keySet().removeIf(table -> table.startsWith(key(workspace, "")));
  }

  /** How many locks there are. */
  public int size() {
    return workspaces.size() + tables.size();
  }

  private static String key(Workspace workspace, String datasource) {
    return workspace.id() + "/" + datasource;
  }

  private static ReentrantReadWriteLock lock(
      Map<String, ReentrantReadWriteLock> locks, String key) {
    return locks.computeIfAbsent(key, name -> new ReentrantReadWriteLock(true));
  }

  private static <T> T holding(Lock lock, Supplier<T> work) {
    return holding(
        lock,
        "A deployment, an import or a replacement of the same data is under way. Try again when it is done.",
        work);
  }

  private static <T> T holding(Lock lock, String busy, Supplier<T> work) {
    try {
      if (!lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new HttpProblem(503, busy, Map.of());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpProblem(503, "The server is stopping.", Map.of());
    }
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
