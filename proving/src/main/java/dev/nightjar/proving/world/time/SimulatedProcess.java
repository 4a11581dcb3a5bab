package dev.nightjar.proving.world.time;

import dev.nightjar.dynamodb.failure.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/**
 * The threads of one run of a server. {@link #kill} ends all of them where they are, as SIGKILL
 * does: none runs another step, no {@code finally} is reached, nothing is let go of.
 */
public final class SimulatedProcess {
  /** What belongs to no process goes on whichever is killed. */
  static final SimulatedProcess NONE = new SimulatedProcess(null);

  private final Scheduler scheduler;
  private boolean ended;

  SimulatedProcess(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  /** Whether it was killed. */
  public boolean ended() {
    return ended;
  }

  /** Ends it. A thread of it that calls this never comes back. */
  public void kill() {
    ended = true;
    scheduler.forget(this);
    if (Thread.currentThread().isVirtual()) {
      while (true) {
        // An interrupt would let it go on at once, for ever.
        Thread.interrupted();
        LockSupport.park(this);
      }
    }
  }

  /** Lets time pass in a thread of it, whoever interrupts. */
  public void pass(Duration duration) {
    scheduler.pass(this, duration);
  }

  /** Lets time pass in a thread of it. */
  public void sleep(Duration duration) throws InterruptedException {
    scheduler.sleep(this, duration);
  }

  /** The moment that it is. */
  public Instant now() {
    return scheduler.now();
  }

  /** What its threads wait with; their pauses are drawn from {@code jitter}. */
  public Sleeper sleeper(RandomGenerator jitter) {
    return new Sleeper() {
      @Override
      public void sleep(Duration duration) throws InterruptedException {
        SimulatedProcess.this.sleep(duration);
      }

      @Override
      public RandomGenerator jitter() {
        return jitter;
      }
    };
  }
}
