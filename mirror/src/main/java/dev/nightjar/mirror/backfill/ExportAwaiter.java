package dev.nightjar.mirror.backfill;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.export.ExportCorruptException;
import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.dynamodb.export.ExportManifest;
import dev.nightjar.dynamodb.export.ExportStatus;
import dev.nightjar.dynamodb.export.ManifestReader;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.mirror.Tuning;
import dev.nightjar.mirror.state.FileStore;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.GenerationStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.status.FailureReason;
import dev.nightjar.mirror.status.GapException;
import dev.nightjar.mirror.tailing.AwsTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Waits for an export to be completed and stores its manifest. */
public final class ExportAwaiter {
  private static final int READS = 2;

  private final TableConnection connection;
  private final ExportLookup lookup;
  private final GenerationStore generations;
  private final FileStore files;
  private final AwsCalls calls;
  private final Duration firstPause;
  private final Duration longestPause;
  private final Duration patience;
  private final AwsTime awsTime;
  private final Clock clock;
  private final Sleeper sleeper;

  /**
   * An awaiter for one mirror.
   *
   * @param tuning how often it asks, and for how long
   */
  public ExportAwaiter(
      TableConnection connection,
      ExportLookup lookup,
      GenerationStore generations,
      FileStore files,
      AwsCalls calls,
      Tuning tuning,
      AwsTime awsTime,
      Clock clock,
      Sleeper sleeper) {
    this.connection = connection;
    this.lookup = lookup;
    this.generations = generations;
    this.files = files;
    this.calls = calls;
    this.firstPause = tuning.exportPollMin();
    this.longestPause = tuning.exportPollMax();
    this.patience = tuning.exportPatience();
    this.awsTime = awsTime;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /** Waits until the export is completed and its files are stored; at once if they are. */
  public void await(StoredMirror mirror, Generation generation) throws InterruptedException {
    if (generation.files().isPresent()) {
      return;
    }
    ExportDescription export = completed(mirror, generation).orInBucket(mirror.bucket());
    ExportManifest manifest = manifest(mirror, export);
    boolean idsKnown = !manifest.tableId().isEmpty() && !mirror.tableId().isEmpty();
    if (idsKnown && !manifest.tableId().equals(mirror.tableId())) {
      throw new GapException(
          FailureReason.TABLE_REPLACED,
          "The export "
              + export.exportArn()
              + " is of another table of the same name: the table was deleted and created anew.");
    }
    files.begin(generation, manifest, clock.instant());
  }

  private ExportDescription completed(StoredMirror mirror, Generation generation)
      throws InterruptedException {
    String arn = generation.exportArn().orElseThrow();
    Generation known = generation;
    Duration pause = firstPause;
    while (true) {
      ExportDescription export = lookup.describe(arn);
      known = generations.described(known, export);
      if (export.status() == ExportStatus.COMPLETED) {
        return export;
      }
      if (export.status() == ExportStatus.FAILED) {
        throw failed(mirror, export);
      }
      if (export.exportTime().map(this::tooLongAgo).orElse(false)) {
        throw new GapException(
            FailureReason.EXPORT_STUCK,
            "AWS has been working on the export "
                + arn
                + " since "
                + export.exportTime().orElseThrow()
                + " without an end; it is given up.");
      }
      sleeper.sleep(pause);
      Duration longer = pause.multipliedBy(3).dividedBy(2);
      pause = longer.compareTo(longestPause) > 0 ? longestPause : longer;
    }
  }

  private boolean tooLongAgo(Instant exportTime) {
    return awsTime.now().isAfter(exportTime.plus(patience));
  }

  /** DynamoDB writes the export with the rights of the role that asked for it. */
  static GapException failed(StoredMirror mirror, ExportDescription export) {
    String code = export.failureCode().orElse("no code");
    boolean denied = code.contains("AccessDenied");
    boolean takesAPerson = denied || code.contains("NoSuchBucket") || code.contains("KMS");
    String message =
        "AWS gave up the export "
            + export.exportArn()
            + ": "
            + code
            + ", "
            + export.failureMessage().orElse("no message")
            + (denied
                ? ". The role's access policy must allow s3:PutObject on arn:aws:s3:::"
                    + mirror.bucket()
                    + "/* and the bucket must be of the role's own account; then resume the mirror: it"
                    + " asks for another export."
                : takesAPerson
                    ? ". Mend what it names, then resume the mirror: it asks for another export."
                    : ".");
    if (!takesAPerson) {
      return new GapException(FailureReason.EXPORT_FAILED, message);
    }
    return GapException.forAPerson(
        denied ? FailureReason.EXPORT_DENIED : FailureReason.EXPORT_FAILED, message);
  }

  private ExportManifest manifest(StoredMirror mirror, ExportDescription export)
      throws InterruptedException {
    ManifestReader reader = new ManifestReader(connection.objects());
    for (int read = 1; ; read++) {
      try {
        return calls.call("manifest", () -> reader.read(export));
      } catch (ExportCorruptException | NotFoundException e) {
        if (read == READS) {
          throw new GapException(
              FailureReason.EXPORT_CORRUPT,
              "The manifest of the export of "
                  + mirror.tableArn()
                  + " was read twice and is not sound: "
                  + e.getMessage()
                  + ".",
              e);
        }
        sleeper.sleep(firstPause);
      }
    }
  }
}
