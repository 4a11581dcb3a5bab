package dev.nightjar.awslocal.backup;

import dev.nightjar.awslocal.dynamodb.TableMetadata;
import dev.nightjar.awslocal.dynamodb.TableSnapshot;
import dev.nightjar.awslocal.dynamodb.Tables;
import dev.nightjar.awslocal.iam.Authorizer;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.s3.S3Store;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All exports, and the threads that write them. Thread-safe. */
public final class Exports implements AutoCloseable {

  /** AWS: "After 8 hours, any request with the same client token is treated as a new request". */
  private static final Duration TOKEN_LIFETIME = Duration.ofHours(8);

  /** AWS: "Up to 300 export tasks per account per region". */
  private static final int CONCURRENT = 300;

  private static final long LEAST_BILLED = 10L << 20;

  private static final Logger log = LoggerFactory.getLogger(Exports.class);

  private record Token(String account, String region, String text) {}

  private final Map<String, Export> byArn = new ConcurrentSkipListMap<>();
  private final Map<Token, Export> byToken = new HashMap<>();
  private final ExecutorService coordinators = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService threads;
  private final SecureRandom random = new SecureRandom();
  private final Map<Export, Runnable> waiting = new ConcurrentHashMap<>();
  private final ExportControl control;
  private final Tables tables;
  private final ContinuousBackups backups;
  private final ExportWriter writer;
  private final Clock clock;

  /**
   * @param spool an existing folder for files on their way into the bucket
   */
  public Exports(
      Tables tables,
      ContinuousBackups backups,
      S3Store store,
      Authorizer authorizer,
      ExportOptions options,
      Path spool,
      Clock clock) {
    this.tables = tables;
    this.backups = backups;
    this.control = new ExportControl(options);
    this.clock = clock;
    int parallel = Runtime.getRuntime().availableProcessors();
    this.threads =
        Executors.newFixedThreadPool(
            parallel, Thread.ofPlatform().daemon().name("export-", 0).factory());
    this.writer = new ExportWriter(store, authorizer, threads, parallel, spool);
  }

  /** How the coming exports behave and what they suffer. */
  public ExportControl control() {
    return control;
  }

  /** Begins an export, or finds the one that was begun with the same token. */
  synchronized Export start(ExportRequest request, Optional<String> clientToken, Caller caller) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Token token =
        new Token(caller.account(), caller.region(), clientToken.orElseGet(() -> randomHex(16)));
    Export before = byToken.get(token);
    if (before != null && !forgotten(before, now)) {
      if (!before.request().equals(request)) {
        throw AwsError.client(
            "ExportConflictException",
            "Duplicate request detected. A request with the same client token and other parameters"
                + " was made within the last 8 hours.");
      }
      return before;
    }
    TableMetadata table = table(request);
    Optional<Increment> increment = request.increment().map(covers -> covers.until(now));
    Instant exportTime = exportTime(request, increment, table, now);
    if (running(caller, now) >= CONCURRENT) {
      throw AwsError.client(
          "LimitExceededException", "There are " + CONCURRENT + " exports in progress already.");
    }
    ExportOptions options = control.options();
    String id = "%014d-%s".formatted(now.toEpochMilli(), randomHex(4));
    Export export =
        new Export(
            id,
            request,
            token.text(),
            caller,
            table.tableId(),
            now,
            exportTime,
            increment,
            options);
    List<ExportFault> suffers = control.take();
    if (increment.isPresent() || options.fuzz().isZero()) {
      TableSnapshot snapshot = snapshot(export);
      coordinators.submit(() -> write(export, () -> snapshot, suffers));
    } else {
      waiting.put(
          export, () -> coordinators.submit(() -> write(export, () -> snapshot(export), suffers)));
    }
    byToken.put(token, export);
    byArn.put(export.arn(), export);
    return export;
  }

  /** The export of that ARN. */
  Optional<Export> find(String arn) {
    writeWhatIsDue();
    return Optional.ofNullable(byArn.get(arn));
  }

  /** An account's exports in a region, by their ARNs. */
  List<Export> list(Caller caller) {
    writeWhatIsDue();
    List<Export> own = new ArrayList<>();
    String begin = "arn:aws:dynamodb:" + caller.region() + ":" + caller.account() + ":table/";
    byArn.forEach((arn, export) -> {
      if (arn.startsWith(begin)) {
        own.add(export);
      }
    });
    return own;
  }

  private void writeWhatIsDue() {
    Instant now = clock.instant();
    for (Export export : waiting.keySet()) {
      if (!now.isBefore(export.exportTime().plus(export.options().fuzz()))) {
        Optional.ofNullable(waiting.remove(export)).ifPresent(Runnable::run);
      }
    }
  }

  private TableSnapshot snapshot(Export export) {
    String table = export.request().tableArn();
    return export
        .increment()
        .map(covers -> tables.changes(table, covers.from(), covers.to(), covers.oldImages()))
        .orElseGet(() ->
            tables.snapshot(
                table, export.exportTime(), export.options().fuzz(), export.options().seed()));
  }

  private TableMetadata table(ExportRequest request) {
    return tables
        .find(request.tableArn())
        .orElseThrow(() ->
            AwsError.client("TableNotFoundException", "Table not found: " + request.tableArn()));
  }

  private Instant exportTime(
      ExportRequest request, Optional<Increment> increment, TableMetadata table, Instant now) {
    Recovery recovery =
        backups
            .of(table)
            .orElseThrow(() ->
                AwsError.client(
                    "PointInTimeRecoveryUnavailableException",
                    "Point in time recovery is not enabled for table '" + table.name() + "'"));
    Instant earliest = recovery.earliest(now, table);
    if (increment.filter(covers -> covers.to().isAfter(now)).isPresent()) {
      throw invalidTime();
    }
    Instant asked = increment.map(Increment::from).or(request::time).orElse(now);
    // clients are told, and ask for, whole seconds
    boolean first = asked.equals(earliest.truncatedTo(ChronoUnit.SECONDS));
    Instant time = first ? earliest : asked;
    if (time.isAfter(now) || time.isBefore(earliest)) {
      throw invalidTime();
    }
    return time;
  }

  private static AwsError invalidTime() {
    return AwsError.client(
        "InvalidExportTimeException",
        "The specified ExportTime is outside of the point in time recovery window.");
  }

  private static boolean forgotten(Export export, Instant now) {
    return export
        .outcome(now)
        .map(over -> !now.isBefore(over.endTime().plus(TOKEN_LIFETIME)))
        .orElse(false);
  }

  private long running(Caller caller, Instant now) {
    return list(caller).stream().filter(export -> export.outcome(now).isEmpty()).count();
  }

  private void write(Export export, Supplier<TableSnapshot> exported, List<ExportFault> suffers) {
    try {
      writer.begin(export);
      TableSnapshot snapshot = exported.get();
      List<DataFile> files = writer.writeData(export, snapshot, export.options().files());
      ExportFault.Written written = new ExportFault.Written(writer.store(), export, files);
      for (ExportFault fault : suffers) {
        fault.apply(written);
      }
      Instant end = endTime(export);
      writer.writeManifests(
          export, Manifests.of(export, end, billedBytes(export, snapshot), files));
      for (ExportFault fault : suffers) {
        fault.applyToManifests(written);
      }
      long items = files.stream().mapToLong(DataFile::items).sum();
      export.end(new Export.Completed(end, items, billedBytes(export, snapshot)));
    } catch (ExportFailed failed) {
      export.end(new Export.Failed(endTime(export), failed.code(), failed.getMessage()));
    } catch (NoSuchElementException gone) {
      export.end(new Export.Failed(endTime(export), "TableNotFoundException", gone.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      if (coordinators.isShutdown()) {
        log.debug("export {} was stopped with the stand-in", export.arn());
        return;
      }
      log.error("export {} failed", export.arn(), e);
      export.end(new Export.Failed(endTime(export), "InternalServerError", String.valueOf(e)));
    }
  }

  /** "The minimum charge for an incremental export is 10 MB". */
  private static long billedBytes(Export export, TableSnapshot snapshot) {
    return export.increment().isPresent()
        ? Math.max(LEAST_BILLED, snapshot.sizeBytes())
        : snapshot.sizeBytes();
  }

  private Instant endTime(Export export) {
    Instant earliest = export.startTime().plus(export.options().duration());
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return now.isBefore(earliest) ? earliest : now;
  }

  private String randomHex(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return HexFormat.of().formatHex(drawn);
  }

  /** Stops writing; exports that are not done stay so. */
  @Override
  public void close() {
    coordinators.shutdownNow();
    threads.shutdownNow();
    try {
      if (!coordinators.awaitTermination(10, TimeUnit.SECONDS)
          || !threads.awaitTermination(10, TimeUnit.SECONDS)) {
        log.warn("an export is still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
