package dev.nightjar.clickhouse.execution;

import dev.nightjar.clickhouse.ClickHouseException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The query ids of the statements of this process that wait or run. */
public final class RunningIds {
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  /** Whether an id is taken. */
  public boolean contains(String id) {
    return ids.contains(id);
  }

  /**
   * Takes an id until the answer is closed.
   *
   * @throws ClickHouseException (216) when it is taken
   */
  public Taken take(Optional<String> id) {
    id.ifPresent(name -> {
      if (!ids.add(name)) {
        throw new ClickHouseException(
            216,
            "QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING",
            "a statement with the query id " + name + " is running");
      }
    });
    return () -> id.ifPresent(ids::remove);
  }

  /** An id in use. */
  @FunctionalInterface
  public interface Taken extends AutoCloseable {
    @Override
    void close();
  }
}
