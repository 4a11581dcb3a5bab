package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.dynamodb.failure.LogPace;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether what a pending change waits for has caught up, and makes it live. */
final class Swaps implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Swaps.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(5);

  private final Supplier<Set<String>> pending;
  private final Supplier<List<Workspace>> workspaces;
  private final Consumer<Workspace> finish;
  private final Sleeper sleeper;
  private final LogPace pace = new LogPace(BETWEEN_LINES, Clock.systemUTC());
  private Optional<Thread> thread = Optional.empty();

  /**
   * @param pending the ids of the workspaces in which a change waits
   * @param finish makes what waits in a workspace live, where that may be; an exception means:
   *     later
   */
  Swaps(
      Supplier<Set<String>> pending,
      Supplier<List<Workspace>> workspaces,
      Consumer<Workspace> finish,
      Sleeper sleeper) {
    this.pending = pending;
    this.workspaces = workspaces;
    this.finish = finish;
    this.sleeper = sleeper;
  }

  void start() {
    thread = Optional.of(Thread.ofVirtual().name("pending changes").start(this::look));
  }

  private void look() {
    try {
      while (true) {
        sleeper.sleep(BETWEEN_LOOKS);
        lookOnce();
      }
    } catch (InterruptedException e) {
      // The server is being closed; what waits is stored.
      Thread.currentThread().interrupt();
    }
  }

  private void lookOnce() {
    try {
      Set<String> waiting = pending.get();
      if (!waiting.isEmpty()) {
        workspaces.get().stream()
            .filter(workspace -> waiting.contains(workspace.id()))
            .forEach(this::finish);
      }
    } catch (RuntimeException e) {
      tell("of any workspace", e);
    }
  }

  private void finish(Workspace workspace) {
    try {
      finish.accept(workspace);
    } catch (RuntimeException e) {
      tell("of " + workspace.name(), e);
    }
  }

  private void tell(String whose, RuntimeException e) {
    if (pace.due(whose)) {
      LOG.warn(
          "what is pending {} cannot be made live yet, and is tried again: {}",
          whose,
          ErrorSummary.of(e));
    }
  }

  /** Waits for one that is under way; where it breaks off, the next start takes it back. */
  @Override
  public void close() {
    if (thread.isPresent()) {
      thread.get().interrupt();
      try {
        thread.get().join(LONGEST_WAIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
