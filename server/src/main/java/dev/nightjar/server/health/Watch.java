package dev.nightjar.server.health;

import dev.nightjar.dynamodb.failure.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at something that the server needs, again and again, on a thread of its own: whoever asks
 * how it is reads memory. Thread-safe.
 */
public final class Watch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final String name;
  private final Supplier<Optional<String>> look;
  private final Duration every;
  private final Clock clock;
  private final Sleeper sleeper;
  private final Thread thread;
  private volatile Condition condition;
  private volatile boolean closed;

  /**
   * A watch that has looked once.
   *
   * @param name what is looked at, for the log
   * @param look says what is wrong, if something is
   * @param every the pause between two looks as long as it is well
   */
  public Watch(
      String name, Supplier<Optional<String>> look, Duration every, Clock clock, Sleeper sleeper) {
    this.name = name;
    this.look = look;
    this.every = every;
    this.clock = clock;
    this.sleeper = sleeper;
    this.condition = new Condition(look.get(), clock.instant());
    this.thread = Thread.ofVirtual().name("watch of " + name).start(this::run);
  }

  /** How it was when it was last looked at. */
  public Condition condition() {
    return condition;
  }

  private void run() {
    try {
      while (true) {
        sleeper.sleep(condition.well() ? every : SOON);
        look();
      }
    } catch (InterruptedException e) {
      // The server is stopping.
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Condition before = condition;
    Optional<String> trouble = look.get();
    if (closed) {
      return;
    }
    if (trouble.isPresent() == before.well()) {
      condition = new Condition(trouble, clock.instant());
      trouble.ifPresentOrElse(
          what -> LOG.warn("{} is not well: {}", name, what), () -> LOG.info("{} is well", name));
    } else {
      condition = new Condition(trouble, before.since());
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
