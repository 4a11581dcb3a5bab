package dev.nightjar.mirror.backfill;

import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.mirror.batch.Retries;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Makes calls to AWS until they succeed: the network, throttling, and also a role or a policy that
 * a person will mend, or a bucket that one will bring back. What AWS refuses for good goes through.
 */
public final class AwsCalls {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Retries retries;
  private final Sleeper sleeper;

  /** Calls whose failures are told to these. */
  public AwsCalls(Retries retries, Sleeper sleeper) {
    this.retries = retries;
    this.sleeper = sleeper;
  }

  /**
   * Makes a call.
   *
   * @param what names it in the counts of retries
   * @throws NotFoundException if what it asks for does not exist, but for a whole bucket
   * @throws RejectedException if AWS will never do it
   */
  public <T> T call(String what, Supplier<T> call) throws InterruptedException {
    Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, sleeper.jitter());
    while (true) {
      try {
        T answer = call.get();
        if (pause.failures() > 0) {
          retries.recovered();
        }
        return answer;
      } catch (NotFoundException e) {
        if (Reason.of(e).isEmpty()) {
          throw e;
        }
        again(what, e, pause);
      } catch (RejectedException | TrimmedDataException e) {
        throw e;
      } catch (CallInterruptedException e) {
        InterruptedException stopped = new InterruptedException(e.getMessage());
        stopped.initCause(e);
        throw stopped;
      } catch (AwsException e) {
        again(what, e, pause);
      }
    }
  }

  private void again(String what, AwsException failure, Backoff pause) throws InterruptedException {
    String code =
        failure.awsCode().isEmpty() ? failure.getClass().getSimpleName() : failure.awsCode();
    retries.retrying(what + ":" + code, failure);
    sleeper.sleep(pause.next());
  }
}
