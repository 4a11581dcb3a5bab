package dev.nightjar.mirror;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How often AWS is asked for changes of shards that have none, by all mirrors of a server together:
 * each question costs money, whatever the answer. The more shards are open the longer is the pause
 * between two questions to one of them. Shards that have just had changes are asked regardless.
 * Thread-safe.
 */
public final class PollBudget {
  /** GetRecords calls a second: at AWS's list price about 20 dollars a month. */
  public static final int USUAL = 40;

  /** An iterator lives for 15 minutes; and a change that comes after a silence waits so long. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final int callsPerSecond;
  private final AtomicInteger shards = new AtomicInteger();

  /**
   * A budget.
   *
   * @param callsPerSecond GetRecords calls a second, at least 1
   */
  public PollBudget(int callsPerSecond) {
    if (callsPerSecond < 1) {
      throw new IllegalArgumentException(
          "a budget of " + callsPerSecond + " calls a second is too small: at least 1");
    }
    this.callsPerSecond = callsPerSecond;
  }

  /** A shard is read from now on. */
  public void enter() {
    shards.incrementAndGet();
  }

  /** A shard is read no more. */
  public void leave() {
    shards.decrementAndGet();
  }

  /**
   * The longest pause between two questions to a shard.
   *
   * @param usual what it is as long as the budget allows it
   * @return at most a minute, however many shards there are
   */
  public Duration longestPause(Duration usual) {
    Duration share = Duration.ofNanos(shards.get() * 1_000_000_000L / callsPerSecond);
    Duration wanted = share.compareTo(usual) > 0 ? share : usual;
    return wanted.compareTo(LONGEST) > 0 && usual.compareTo(LONGEST) < 0 ? LONGEST : wanted;
  }
}
