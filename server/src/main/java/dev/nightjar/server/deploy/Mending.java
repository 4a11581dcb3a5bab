package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.LogPace;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does away with what a deployment left behind: a failed one with what it could not take back at
 * once (the disk was full, ClickHouse was away), a live one with what it replaced. Thread-safe.
 */
final class Mending implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Mending.class);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Consumer<Workspace> settle;
  private final Sleeper sleeper;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  /**
   * @param settle does away with what is left in a workspace; an exception means: later
   */
  Mending(Consumer<Workspace> settle, Sleeper sleeper) {
    this.settle = settle;
    this.sleeper = sleeper;
  }

  /** Tries until it succeeds. */
  void begin(Workspace workspace) {
    Thread thread =
        Thread.ofVirtual().name("mending of " + workspace.name()).unstarted(() -> mend(workspace));
    threads.add(thread);
    thread.start();
  }

  private void mend(Workspace workspace) {
    LogPace pace = new LogPace(BETWEEN_LINES, Clock.systemUTC());
    Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom());
    try {
      while (true) {
        sleeper.sleep(pause.next());
        try {
          settle.accept(workspace);
          LOG.info("nothing is left of what a deployment of {} left behind", workspace.name());
          return;
        } catch (RuntimeException e) {
          if (pace.due(workspace.id())) {
            LOG.warn(
                "what a deployment of {} left behind cannot be done away with yet: {}",
                workspace.name(),
                ErrorSummary.of(e));
          }
        }
      }
    } catch (InterruptedException e) {
      // The server is being closed; its next start takes it back.
      Thread.currentThread().interrupt();
    } finally {
      threads.remove(Thread.currentThread());
    }
  }

  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
  }
}
