package dev.nightjar.proving.world.aws;

import dev.nightjar.dynamodb.failure.AssumeRoleException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TransientException;
import dev.nightjar.proving.world.fault.Crossings;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.Trouble;
import dev.nightjar.proving.world.time.SimulatedProcess;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** A server's way to AWS: takes time, can be interrupted, fails, and loses answers. */
public final class AwsCalls {
  private static final int SLOW_ONE_IN = 60;
  private static final int SLOW = 20;

  private final SimulatedProcess process;
  private final Crossings crossings;
  private final Faults faults;
  private final SplittableRandom random;
  private final long latencyMillis;

  /** The way of one process; calls take about twice the latency. */
  public AwsCalls(
      SimulatedProcess process,
      Crossings crossings,
      Faults faults,
      SplittableRandom random,
      Duration latency) {
    this.process = process;
    this.crossings = crossings;
    this.faults = faults;
    this.random = random;
    this.latencyMillis = latency.toMillis();
  }

  <T> T call(String operation, Trouble trouble, Supplier<T> effect) {
    crossings.cross("begin " + operation);
    travel(operation);
    fail(operation, trouble);
    boolean answerLost = trouble != Trouble.STREAM_THROTTLED && faults.strikes(trouble);
    T answer = effect.get();
    crossings.cross("end " + operation);
    travel(operation);
    if (answerLost) {
      throw new TransientException(operation, "", "the answer to " + operation + " is lost", null);
    }
    return answer;
  }

  private void fail(String operation, Trouble trouble) {
    if (faults.strikes(Trouble.ROLE_LOST)) {
      throw new AssumeRoleException(
          "AssumeRole", "AccessDenied", "the role's trust policy does not allow it", null);
    }
    if (faults.strikes(trouble)) {
      throw new TransientException(
          operation, "InternalServerError", operation + " failed on AWS's side", null);
    }
    if (trouble != Trouble.DOWNLOADS_FAIL && faults.strikes(Trouble.STREAM_THROTTLED)) {
      throw new ThrottledException(
          operation, "LimitExceededException", operation + " was called too often", null);
    }
  }

  private void travel(String operation) {
    long millis = random.nextLong(latencyMillis + 1);
    if (random.nextInt(SLOW_ONE_IN) == 0) {
      millis *= SLOW;
    }
    try {
      process.sleep(Duration.ofMillis(millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallInterruptedException(operation, "", operation + " was interrupted", e);
    }
  }
}
