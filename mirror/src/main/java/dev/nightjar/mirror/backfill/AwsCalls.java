package dev.nightjar.mirror.backfill;

import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.Backoff;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.failure.TrimmedDataException;
import dev.nightjar.mirror.batch.Retries;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Makes calls to AWS until they succeed: the network, throttling, and also a role or a policy that
 * a person will mend. What AWS refuses for good goes through.
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
   * @throws NotFoundException if what it asks for does not exist
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
      } catch (NotFoundException | RejectedException | TrimmedDataException e) {
        throw e;
      } catch (CallInterruptedException e) {
        InterruptedException stopped = new InterruptedException(e.getMessage());
        stopped.initCause(e);
        throw stopped;
      } catch (AwsException e) {
        String code = e.awsCode().isEmpty() ? e.getClass().getSimpleName() : e.awsCode();
        retries.retrying(what + ":" + code, e);
        sleeper.sleep(pause.next());
      }
    }
  }
}
