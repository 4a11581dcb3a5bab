package dev.nightjar.mirror.verify;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.CallInterruptedException;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.mirror.ledger.StateUnavailableException;
import dev.nightjar.mirror.status.LastVerification;
import dev.nightjar.mirror.verify.VerificationStatus.Cancelled;
import dev.nightjar.mirror.verify.VerificationStatus.Done;
import dev.nightjar.mirror.verify.VerificationStatus.Failed;
import dev.nightjar.mirror.verify.VerificationStatus.Outcome;
import dev.nightjar.mirror.verify.VerificationStatus.Running;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A verification on a thread of its own. */
final class RunningVerification {
  private static final Logger LOG = LoggerFactory.getLogger(RunningVerification.class);

  private static final Outcome UNFORESEEN =
      new Failed(
          "internal_error",
          "An error that should not happen ended the verification. The server's log has the details.");

  private final String id = UUID.randomUUID().toString();
  private final String mirror;
  private final String tableArn;
  private final Clock clock;
  private final Instant startedAt;
  private final Tracker tracker;
  private final Thread thread;
  private volatile Outcome outcome = new Running();

  /**
   * @param work the verification
   * @param onDone told what it found, before anybody else is
   */
  RunningVerification(
      String mirror,
      String tableArn,
      Clock clock,
      Tracker tracker,
      Callable<VerificationReport> work,
      Consumer<LastVerification> onDone) {
    this.mirror = mirror;
    this.tableArn = tableArn;
    this.clock = clock;
    this.startedAt = clock.instant();
    this.tracker = tracker;
    this.thread =
        Thread.ofVirtual()
            .name("verification of " + mirror)
            .unstarted(() -> outcome = run(work, onDone));
  }

  void start() {
    thread.start();
  }

  boolean running() {
    return outcome() instanceof Running;
  }

  private Outcome outcome() {
    // Asked before the outcome is read: it is stored before the thread ends.
    boolean ended = thread.getState() == Thread.State.TERMINATED;
    Outcome now = outcome;
    return ended && now instanceof Running ? UNFORESEEN : now;
  }

  /** Tells it to stop and waits until it has, its tables being gone. */
  void cancel() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      thread.interrupt();
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

  VerificationStatus status() {
    return new VerificationStatus(id, startedAt, outcome(), tracker.progress(clock.instant()));
  }

  private Outcome run(Callable<VerificationReport> work, Consumer<LastVerification> onDone) {
    try {
      VerificationReport report = work.call();
      onDone.accept(report.summary());
      LOG.info(
          "verification of mirror {}: {} items, {} differences, {} unsettled",
          mirror,
          report.summary().items(),
          report.summary().differences(),
          report.summary().unsettled());
      return new Done(report);
    } catch (InterruptedException | CallInterruptedException e) {
      return new Cancelled();
    } catch (VerificationFailedException e) {
      return new Failed(e.code(), e.getMessage());
    } catch (AccessDeniedException e) {
      return new Failed(Reason.ACCESS_DENIED.code(), e.getMessage() + statement(e));
    } catch (AwsException e) {
      return new Failed(
          Reason.of(e).map(Reason::code).orElse("aws:" + e.operation()), e.getMessage());
    } catch (ClickHouseException e) {
      return Thread.currentThread().isInterrupted()
          ? new Cancelled()
          : new Failed("clickhouse:" + e.name(), e.getMessage());
    } catch (StateUnavailableException e) {
      return new Failed(e.code(), e.getMessage());
    } catch (Exception e) {
      LOG.error(
          "the verification of mirror {} failed for an unforeseen reason",
          mirror,
          LoggableError.of(e));
      return UNFORESEEN;
    }
  }

  private String statement(AccessDeniedException denied) {
    return denied.operation().equals("Scan")
        ? " Add the statement {\"Effect\":\"Allow\",\"Action\":\"dynamodb:Scan\",\"Resource\":\""
            + tableArn
            + "\"} to it."
        : "";
  }
}
