package dev.nightjar.dynamodb.failure;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Repeats calls that failed for a while: throttled ones and transient ones. All other failures go
 * through at once.
 */
public final class Retry {

  /** Is told of each failure that is about to be repeated. */
  @FunctionalInterface
  public interface Listener {

    /** A call failed and is repeated after this pause. */
    void retrying(AwsException failure, Duration pause);
  }

  private final Supplier<Backoff> backoffs;
  private final int attempts;
  private final Sleeper sleeper;
  private final Listener listener;

  /**
   * A way of repeating calls.
   *
   * @param backoffs gives the pauses of one call
   * @param attempts how often a call is made at most; {@link Integer#MAX_VALUE} for until it is
   *     interrupted
   */
  public Retry(Supplier<Backoff> backoffs, int attempts, Sleeper sleeper, Listener listener) {
    this.backoffs = backoffs;
    this.attempts = attempts;
    this.sleeper = sleeper;
    this.listener = listener;
  }

  /**
   * Makes a call until it succeeds.
   *
   * @throws AwsException the last failure, or the first that repeating does not help
   */
  public <T> T call(Supplier<T> call) {
    Backoff backoff = backoffs.get();
    while (true) {
      try {
        return call.get();
      } catch (ThrottledException | TransientException failure) {
        if (backoff.failures() + 1 >= attempts) {
          throw failure;
        }
        pause(failure, backoff.next());
      }
    }
  }

  private void pause(AwsException failure, Duration pause) {
    listener.retrying(failure, pause);
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      var interrupted =
          new CallInterruptedException(
              failure.operation(),
              "",
              "interrupted before " + failure.operation() + " was repeated",
              stopped);
      interrupted.addSuppressed(failure);
      throw interrupted;
    }
  }
}
