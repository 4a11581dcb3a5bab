package dev.nightjar.mirror.backfill;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.dynamodb.export.ExportRequest;
import dev.nightjar.dynamodb.export.ExportStatus;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.GenerationStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.MirrorFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Requests a generation's export, once: under a ClientToken that was stored before, and not before
 * the stream is old enough to hold everything that the export may lack.
 */
public final class ExportRequester {
  /** How long AWS knows a ClientToken; after that the same one begins another export. */
  public static final Duration TOKEN_LIFE = Duration.ofHours(8);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(200);

  /** Is told what the request waits for. */
  @FunctionalInterface
  public interface Waiting {
    /** The stream is too young for an export until then. */
    void streamTooYoung(Instant until);
  }

  private final TableConnection connection;
  private final ExportLookup lookup;
  private final GenerationStore generations;
  private final AwsCalls calls;
  private final Sleeper sleeper;

  /** A requester for one mirror. */
  public ExportRequester(
      TableConnection connection,
      ExportLookup lookup,
      GenerationStore generations,
      AwsCalls calls,
      Sleeper sleeper) {
    this.connection = connection;
    this.lookup = lookup;
    this.generations = generations;
    this.calls = calls;
    this.sleeper = sleeper;
  }

  /**
   * Requests the export if that was not done, and waits until AWS has answered.
   *
   * @return the generation with the export's ARN and time; empty if its token has become too old:
   *     then another generation is needed
   */
  public Optional<Generation> request(StoredMirror mirror, Generation begun, Waiting waiting)
      throws InterruptedException {
    Generation generation = begun;
    if (generation.exportArn().isEmpty()) {
      Instant now = calls.call("describe_table", () -> awsTime(mirror));
      if (tooOld(generation, now)) {
        return Optional.empty();
      }
      generation =
          generations.tokenUsed(generation, awaitStreamAge(mirror, generation, now, waiting));
      Generation used = generation;
      ExportRequest request =
          new ExportRequest(
              mirror.tableArn(),
              mirror.bucket(),
              Optional.empty(),
              Optional.empty(),
              generation.clientToken());
      Optional<ExportDescription> answer =
          calls.call(
              "export_request",
              () ->
                  tooOld(used, awsTime(mirror))
                      ? Optional.empty()
                      : Optional.of(send(mirror, request)));
      if (answer.isEmpty()) {
        return Optional.empty();
      }
      generation = generations.described(generation, answer.get());
    }
    return Optional.of(timed(mirror, generation));
  }

  /** Waits until AWS says of which moment the export is. */
  private Generation timed(StoredMirror mirror, Generation requested) throws InterruptedException {
    Generation generation = requested;
    Duration pause = SHORTEST_WAIT;
    while (generation.exportTime().isEmpty()) {
      ExportDescription export = lookup.describe(generation.exportArn().orElseThrow());
      generation = generations.described(generation, export);
      if (generation.exportTime().isEmpty()) {
        requireUnderWay(mirror, export);
        sleeper.sleep(pause);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : longer;
      }
    }
    return generation;
  }

  private static void requireUnderWay(StoredMirror mirror, ExportDescription export) {
    if (export.status() == ExportStatus.FAILED) {
      throw ExportAwaiter.failed(mirror, export);
    }
    if (export.status() == ExportStatus.COMPLETED) {
      throw new MirrorFailedException(
          FailureReason.EXPORT_REJECTED,
          "The export "
              + export.exportArn()
              + " is described as COMPLETED without an ExportTime. AWS always says of which moment an"
              + " export is; without it nobody can tell which changes of the stream it holds. What"
              + " answers in AWS's place cannot be mirrored.");
    }
  }

  private static boolean tooOld(Generation generation, Instant now) {
    return generation
        .tokenFirstUsedAt()
        .map(used -> !now.isBefore(used.plus(TOKEN_LIFE)))
        .orElse(false);
  }

  /** AWS's clock, which dates the table's description: how old a token is, AWS decides. */
  private Instant awsTime(StoredMirror mirror) {
    return connection
        .tables()
        .describe(mirror.tableArn())
        .map(TableDescription::answeredAt)
        .orElseThrow(() ->
            new MirrorFailedException(
                FailureReason.TABLE_DELETED,
                "The DynamoDB table was not found. AWS knows no "
                    + mirror.tableArn()
                    + " any more."));
  }

  private ExportDescription send(StoredMirror mirror, ExportRequest request) {
    try {
      return connection.exports().request(request);
    } catch (NotFoundException e) {
      throw new MirrorFailedException(
          FailureReason.TABLE_DELETED,
          "The DynamoDB table was not found. AWS does not find what is to be exported: "
              + e.getMessage(),
          e);
    } catch (RejectedException e) {
      if (e.awsCode().equals("PointInTimeRecoveryUnavailableException")) {
        throw new MirrorFailedException(
            Reason.PITR_DISABLED.code(),
            "Point-in-Time Recovery (PITR) must be enabled. It is off for "
                + mirror.tableArn()
                + ": switch it on, then resume the mirror. "
                + e.getMessage());
      }
      throw new MirrorFailedException(
          FailureReason.EXPORT_REJECTED,
          "AWS refuses to export "
              + mirror.tableArn()
              + " to the bucket "
              + mirror.bucket()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Waits by AWS's clock, and returns its time. */
  private Instant awaitStreamAge(
      StoredMirror mirror, Generation generation, Instant asked, Waiting waiting)
      throws InterruptedException {
    Instant now = asked;
    // One that came with its table needs no age, and may have begun in this very second.
    if (!generation.exportNotBefore().isAfter(generation.begunAt())) {
      return now;
    }
    while (true) {
      Duration left = Duration.between(now, generation.exportNotBefore());
      if (!left.isPositive()) {
        return now;
      }
      waiting.streamTooYoung(generation.exportNotBefore());
      sleeper.sleep(left.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : left);
      now = calls.call("describe_table", () -> awsTime(mirror));
    }
  }
}
