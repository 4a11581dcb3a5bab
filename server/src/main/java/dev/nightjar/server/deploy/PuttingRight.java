package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.LogPace;
import dev.nightjar.dynamodb.failure.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what must be done at ClickHouse before anybody else comes: at once, or, while ClickHouse is
 * away, again and again until it is done.
 */
final class PuttingRight implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PuttingRight.class);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Runnable work;
  private final GuardedClickHouse guarded;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<Thread> running = Optional.empty();
  private boolean wantedAgain;

  private PuttingRight(Runnable work, GuardedClickHouse guarded) {
    this.work = work;
    this.guarded = guarded;
  }

  /**
   * Does it now if ClickHouse is there.
   *
   * @param work may be begun again after it failed half way
   * @throws ClickHouseException if ClickHouse is there and does not do it
   */
  static PuttingRight start(Runnable work, GuardedClickHouse guarded) {
    PuttingRight putting = new PuttingRight(work, guarded);
    try {
      work.run();
      guarded.open();
    } catch (UnavailableException | OutcomeUnknownException e) {
      LOG.warn("ClickHouse is not available; mirrors and queries wait for it: {}", e.getMessage());
      putting.begin(e.getMessage());
    }
    return putting;
  }

  private void begin(String why) {
    lock.lock();
    try {
      guarded.refuse(why);
      wantedAgain = true;
      if (running.isEmpty()) {
        running = Optional.of(Thread.ofVirtual().name("putting right").start(this::untilDone));
      }
    } finally {
      lock.unlock();
    }
  }

  private void untilDone() {
    LogPace pace = new LogPace(BETWEEN_LINES, Clock.systemUTC());
    Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, new SplittableRandom());
    try {
      while (wanted()) {
        Sleeper.SYSTEM.sleep(pause.next());
        try {
          work.run();
        } catch (RuntimeException e) {
          // Also of the state database, whose disk may be full: whoever waits, waits for this.
          if (pace.due("")) {
            LOG.warn("what a crash has cut off cannot be put right yet: {}", ErrorSummary.of(e));
          }
          begin(String.valueOf(e.getMessage()));
        }
      }
      LOG.info("ClickHouse is available");
    } catch (InterruptedException e) {
      // The server is stopping; its next start begins with this.
      Thread.currentThread().interrupt();
    }
  }

  /** Whether it is to be done (again); lets everybody in where it is not. */
  private boolean wanted() {
    lock.lock();
    try {
      boolean wanted = wantedAgain;
      wantedAgain = false;
      if (!wanted) {
        running = Optional.empty();
        guarded.open();
      }
      return wanted;
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
