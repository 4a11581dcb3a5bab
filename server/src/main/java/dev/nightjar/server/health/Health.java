package dev.nightjar.server.health;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether the server can do its work: it has started, ClickHouse answers, and the state database
 * can be written. A mirror that has failed does not count: the others, and all queries, go on.
 */
public final class Health implements AutoCloseable {
  private static final Duration CLICKHOUSE_EVERY = Duration.ofSeconds(5);
  private static final Duration STATE_EVERY = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Watch clickHouse;
  private final Watch stateDatabase;
  private volatile boolean started;

  private Health(Watch clickHouse, Watch stateDatabase) {
    this.clickHouse = clickHouse;
    this.stateDatabase = stateDatabase;
  }

  /** Begins to look at what the server needs. */
  public static Health watch(ClickHouse clickHouse, StateDatabase state, Clock clock) {
    return new Health(
        new Watch("ClickHouse", () -> trouble(clickHouse), CLICKHOUSE_EVERY, clock, Sleeper.SYSTEM),
        new Watch("the state database", () -> trouble(state), STATE_EVERY, clock, Sleeper.SYSTEM));
  }

  private static Optional<String> trouble(ClickHouse clickHouse) {
    try {
      clickHouse.query(Query.builder("SELECT 1").timeout(PATIENCE).build());
      return Optional.empty();
    } catch (ClickHouseException e) {
      return Optional.of(e.name() + ": " + e.getMessage());
    }
  }

  private static Optional<String> trouble(StateDatabase state) {
    try {
      state.checkWritable();
      return Optional.empty();
    } catch (StateUnavailableException e) {
      return Optional.of(e.getMessage());
    } catch (RuntimeException e) {
      return Optional.of("it cannot be written: " + e.getClass().getSimpleName());
    }
  }

  /** The server takes requests from now on. */
  public void started() {
    started = true;
  }

  /** Whether it takes requests. */
  public boolean isStarted() {
    return started;
  }

  /** How ClickHouse is. */
  public Condition clickHouse() {
    return clickHouse.condition();
  }

  /** How the state database is. */
  public Condition stateDatabase() {
    return stateDatabase.condition();
  }

  /** Whether it can do its work. */
  public boolean ready() {
    return started && clickHouse().well() && stateDatabase().well();
  }

  @Override
  public void close() {
    clickHouse.close();
    stateDatabase.close();
  }
}
