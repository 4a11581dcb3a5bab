package dev.nightjar.mirror.run;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.LogContext;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts halted mirrors again from their stored state, as a restart of the server would, once that
 * works: a full disk, or a database that is away, needs no person for the mirror's sake.
 * Thread-safe.
 */
public final class Revivals implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Revivals.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration TOLD_AGAIN = Duration.ofSeconds(1);

  /** A mirror that stands because something that it needs fails. */
  public interface Halted {
    /** The mirror as it is stored. */
    StoredMirror stored();

    /** What it waits for has failed once more. */
    void stillHalted(String cause, String message);
  }

  /** One attempt to start a mirror again. */
  @FunctionalInterface
  public interface Attempt {
    /**
     * Starts it; does nothing where another has replaced it.
     *
     * @throws RuntimeException if it cannot be started yet: it is tried again
     */
    void start(Halted halted) throws InterruptedException;
  }

  private final Attempt attempt;
  private final Sleeper sleeper;
  private final Map<Halted, Thread> threads = new IdentityHashMap<>();
  private boolean closed;

  public Revivals(Attempt attempt, Sleeper sleeper) {
    this.attempt = attempt;
    this.sleeper = sleeper;
  }

  /**
   * Takes care of a halted mirror from now on, if it does not yet; the mirror stays halted where
   * all attempts have ended.
   */
  public synchronized void add(Halted halted) {
    if (closed || threads.containsKey(halted)) {
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("revival of mirror " + halted.stored().id())
            .unstarted(() -> revive(halted));
    threads.put(halted, thread);
    thread.start();
  }

  private void revive(Halted halted) {
    LogContext.MIRROR.from(halted.stored().id());
    LogContext.DATASOURCE.from(halted.stored().datasource());
    Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, sleeper.jitter());
    try {
      while (!isClosed()) {
        sleeper.sleep(pause.next());
        try {
          attempt.start(halted);
          LOG.info("mirror {} goes on", halted.stored().id());
          return;
        } catch (StateUnavailableException e) {
          halted.stillHalted(e.code(), e.getMessage());
        } catch (ClickHouseException e) {
          halted.stillHalted("clickhouse:" + e.name(), ErrorSummary.of(e));
        } catch (RuntimeException e) {
          // Whatever it is: a mirror that nobody tries again would stand for ever.
          LOG.error(
              "mirror {} could not be started again", halted.stored().id(), LoggableError.of(e));
          halted.stillHalted(
              FailureReason.INTERNAL.code(),
              "An error that should not happen keeps the mirror from starting again: "
                  + e.getClass().getSimpleName()
                  + ". The server's log has the details.");
        }
      }
    } catch (InterruptedException e) {
      // The service is being closed; the next start begins with the stored state.
      Thread.currentThread().interrupt();
    } finally {
      ended(halted);
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void ended(Halted halted) {
    threads.remove(halted);
  }

  private synchronized List<Thread> noMore() {
    closed = true;
    return List.copyOf(threads.values());
  }

  /** Ends all attempts and waits until they have ended: no mirror is started after this. */
  @Override
  public void close() {
    boolean interrupted = false;
    for (Thread thread : noMore()) {
      while (thread.isAlive()) {
        thread.interrupt();
        try {
          // Told again: it may have taken the first word for a failure of what it was doing.
          thread.join(TOLD_AGAIN);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
