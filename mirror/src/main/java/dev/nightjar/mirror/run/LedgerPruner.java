package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the ledger forget old batches, now and every hour. */
public final class LedgerPruner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerPruner.class);
  private static final Duration EVERY = Duration.ofHours(1);

  private final Ledger ledger;
  private final Sleeper sleeper;
  private final Runnable once;
  private final Thread thread;

  /**
   * A pruner that does nothing yet.
   *
   * @param once what else is to be cleared away in the background, at the start
   */
  public LedgerPruner(Ledger ledger, Sleeper sleeper, Runnable once) {
    this.once = once;
    this.ledger = ledger;
    this.sleeper = sleeper;
    this.thread = Thread.ofVirtual().name("ledger pruner").unstarted(this::run);
  }

  /** Prunes, and goes on in the background. */
  public void start() {
    prune();
    thread.start();
  }

  private void run() {
    once.run();
    try {
      while (true) {
        sleeper.sleep(EVERY);
        prune();
      }
    } catch (InterruptedException e) {
      // The service is being closed.
      Thread.currentThread().interrupt();
    }
  }

  private void prune() {
    try {
      ledger.prune();
    } catch (StateUnavailableException e) {
      LOG.warn("old batches stay in the ledger until the next hour: {}", e.getMessage());
    }
  }

  /** Ends it and waits until it has. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
