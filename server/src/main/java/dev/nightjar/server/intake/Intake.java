package dev.nightjar.server.intake;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.live.WriteGate;
import dev.nightjar.server.service.Operation;
import dev.nightjar.server.service.OperationsLog;
import dev.nightjar.server.tables.RowProvenance;
import dev.nightjar.server.tables.RowWrites;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Takes rows from outside into data sources. Thread-safe. */
public final class Intake implements AutoCloseable {
  private static final int RETRY_AFTER_SECONDS = 1;

  /** Each that is read may hold a row of 16 MB in memory. */
  private static final int READ_AT_A_TIME = 8;

  /** Rows of a few words take more room when each of many columns has a place. */
  private static final long SMALL_ROWS_BYTES = 1L << 30;

  private static final int EVENTS_WAIT_SECONDS = 20;

  private final Storing storing;
  private final Jobs jobs;
  private final OperationsLog log;
  private final IntakeLimits limits;
  private final Clock clock;
  private final Path folder;
  private final ParquetRows parquet;
  private final RemoteFiles remote;
  private final Semaphore atATime;
  private final Semaphore admitted;
  private final Semaphore eventsRead = new Semaphore(READ_AT_A_TIME, true);
  private final UploadTurns uploads = new UploadTurns();

  /**
   * @param folder where rows wait for their insert; what is left in it is deleted
   * @param inThisProcess whether ClickHouse can read files of this process
   * @throws IOException when the folder cannot be made or emptied
   */
  public Intake(
      ClickHouse clickHouse,
      LiveSets liveSets,
      WriteGate gate,
      RowWrites writes,
      RowProvenance provenance,
      Mirrors mirrors,
      Jobs jobs,
      OperationsLog log,
      IntakeLimits limits,
      Clock clock,
      Path folder,
      boolean inThisProcess)
      throws IOException {
    this.storing =
        new Storing(
            clickHouse,
            liveSets,
            gate,
            writes,
            provenance,
            mirrors,
            inThisProcess ? RowFeed.ofFiles() : RowFeed.ofTables(writes.staging()));
    this.jobs = jobs;
    this.log = log;
    this.limits = limits;
    this.clock = clock;
    this.folder = emptied(folder);
    this.parquet = new ParquetRows(clickHouse, inThisProcess, folder);
    this.remote = new RemoteFiles(limits.privateAddresses());
    this.atATime = new Semaphore(limits.eventsAtATime(), true);
    this.admitted = new Semaphore(limits.eventsAtATime() + limits.eventsWaiting());
  }

  /** What an import does with the rows that are there. */
  public enum Mode {
    APPEND,
    REPLACE
  }

  /**
   * What an import is asked to do.
   *
   * @param format how the rows are written; empty: their address tells
   * @param condition for a replacement: only of rows that fulfil this expression, which was checked
   */
  public record Request(
      Target target,
      Mode mode,
      Optional<ImportFormat> format,
      CsvDialect dialect,
      Optional<String> condition) {}

  /**
   * Looks whether rows may be sent to a data source, before they are read.
   *
   * @throws HttpProblem 400 when they come from a table: a mirrored data source takes rows that
   *     stand for the table's, such as a test's, until its mirror begins
   */
  public void requireTakes(Target target, Mode mode) {
    storing.requireTakes(target, mode == Mode.APPEND);
  }

  /**
   * Stores events, before it returns.
   *
   * @throws HttpProblem 429 when too many requests wait, 413 for too much, 400 for what is broken
   */
  public Imported events(Target target, ImportFormat format, Source source) {
    if (!admitted.tryAcquire()) {
      throw tooManyEvents();
    }
    try {
      Instant began = clock.instant();
      String importId = UUID.randomUUID().toString();
      return logged(
          target,
          Operation.Type.APPEND_EVENTS,
          began,
          Optional.empty(),
          () -> {
            try (StagedRows rows = stagedEvents(target, format, source)) {
              return storing.append(target, rows, importId, this::oneOfAFew);
            } catch (IOException e) {
              throw Trouble.ofFiles(e);
            }
          });
    } finally {
      admitted.release();
    }
  }

  private StagedRows stagedEvents(Target target, ImportFormat format, Source source) {
    try {
      if (!eventsRead.tryAcquire(EVENTS_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw tooManyEvents();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HttpProblem(503, "The server is stopping.", Map.of());
    }
    try {
      return staged(target, format, CsvDialect.USUAL, source, limits.eventBytes());
    } finally {
      eventsRead.release();
    }
  }

  private static HttpProblem tooManyEvents() {
    return HttpProblem.tooManyRequests(
        "Too many requests with events wait to be stored. Send them again in a moment, with more events in each.",
        RETRY_AFTER_SECONDS,
        Map.of());
  }

  private Imported oneOfAFew(Supplier<Imported> work) {
    atATime.acquireUninterruptibly();
    try {
      return work.get();
    } finally {
      atATime.release();
    }
  }

  /**
   * Reads rows now, and stores them in a job.
   *
   * @param named what the rows' file is called, where it is called anything
   * @throws HttpProblem 429 when others are being read
   */
  public Job upload(Request request, Optional<String> named, Source source) {
    ImportFormat format =
        request.format().or(() -> named.flatMap(ImportFormat::ofFile)).orElse(ImportFormat.CSV);
    StagedRows rows =
        uploads.take(() ->
            staged(request.target(), format, request.dialect(), source, limits.importBytes()));
    return submit(request, Map.of("source", "file"), () -> rows, () -> delete(rows));
  }

  /** Tells the columns of files, beside what is read of them here. */
  public FileAnalyzer analyzer() {
    return new FileAnalyzer(parquet, remote, uploads, limits.importBytes());
  }

  /** Fetches rows from an address, and stores them, in a job. */
  public Job fetch(Request request, String address) {
    URI url = RemoteFiles.parse(address);
    ImportFormat format =
        request
            .format()
            .or(() -> ImportFormat.ofFile(url.getPath() == null ? "" : url.getPath()))
            .orElse(ImportFormat.CSV);
    return submit(
        request,
        Map.of("source", "url", "host", url.getHost()),
        () ->
            staged(
                request.target(),
                format,
                request.dialect(),
                () -> remote.open(url),
                limits.importBytes()),
        () -> {});
  }

  private Job submit(
      Request request, Map<String, String> options, Supplier<StagedRows> read, Runnable letGo) {
    Target target = request.target();
    String importId = UUID.randomUUID().toString();
    Map<String, Object> details =
        Json.object(
            "import_id", importId,
            "datasource_id", target.resource().id(),
            "datasource", Json.object("id", target.resource().id(), "name", target.name()),
            "mode", request.mode().name().toLowerCase(java.util.Locale.ROOT),
            "block_log", List.of(),
            "blocks", List.of());
    try {
      return jobs.submit(
          target.workspace(),
          Job.Kind.IMPORT,
          target.name(),
          details,
          () -> run(request, importId, options, read),
          letGo);
    } catch (RuntimeException e) {
      letGo.run();
      throw e;
    }
  }

  private Map<String, Object> run(
      Request request, String importId, Map<String, String> options, Supplier<StagedRows> read) {
    Target target = request.target();
    long began = System.nanoTime();
    Operation.Type type =
        request.mode() == Mode.APPEND ? Operation.Type.APPEND : Operation.Type.REPLACE;
    long[] bytes = new long[1];
    Imported imported =
        logged(
            target,
            type,
            clock.instant(),
            Optional.of(options),
            () -> {
              try (StagedRows rows = read.get()) {
                bytes[0] = rows.bytes();
                return request.mode() == Mode.APPEND
                    ? storing.append(target, rows, importId, Supplier::get)
                    : storing.replace(target, rows, importId, request.condition());
              } catch (IOException e) {
                throw Trouble.ofFiles(e);
              }
            });
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
    return Json.object(
        "successful_rows", imported.successful(),
        "quarantined_rows", imported.quarantined(),
        "quarantine_rows", imported.quarantined(),
        "invalid_lines", imported.unreadable(),
        "statistics", Json.object("bytes", bytes[0], "row_count", imported.successful()),
        "blocks",
            List.of(
                Json.object(
                    "block_id",
                    importId,
                    "processing_time",
                    seconds,
                    "process_return",
                    List.of(
                        Json.object(
                            "lines", imported.successful(),
                            "quarantine", imported.quarantined(),
                            "bytes", bytes[0])))));
  }

  private Imported logged(
      Target target,
      Operation.Type type,
      Instant began,
      Optional<Map<String, String>> options,
      Supplier<Imported> work) {
    Optional<String> error = Optional.empty();
    Optional<Imported> done = Optional.empty();
    try {
      done = Optional.of(work.get());
      return done.get();
    } catch (HttpProblem e) {
      error = Optional.of(e.getMessage());
      throw e;
    } catch (RuntimeException e) {
      error = Optional.of("ClickHouse did not store the rows.");
      throw e;
    } finally {
      log.add(
          new Operation(
              target.workspace().id(),
              type,
              target.resource().id(),
              target.name(),
              began,
              Duration.between(began, clock.instant()),
              error,
              Optional.empty(),
              done.isPresent() ? OptionalLong.of(done.get().successful()) : OptionalLong.empty(),
              done.isPresent() ? OptionalLong.of(done.get().quarantined()) : OptionalLong.empty(),
              Optional.empty(),
              options.orElse(Map.of())));
    }
  }

  /** Reads all rows of a source; closes it. */
  private StagedRows staged(
      Target target, ImportFormat format, CsvDialect dialect, Source source, long most) {
    StagedRows rows = null;
    boolean read = false;
    try {
      rows =
          StagedRows.in(folder, RowShape.of(target.file()), Math.max(2 * most, SMALL_ROWS_BYTES));
      try (InputStream in = Unpacking.of(source.open(), most)) {
        switch (format) {
          case CSV -> new CsvRows(rows, dialect).read(in);
          case NDJSON -> new JsonRows(rows).readLines(in);
          case JSON -> new JsonRows(rows).readOne(in);
          case PARQUET -> parquet.read(in, rows);
        }
      }
      rows.finish();
      read = true;
      return rows;
    } catch (IOException e) {
      throw Trouble.ofReading(e);
    } finally {
      if (!read && rows != null) {
        delete(rows);
      }
    }
  }

  private static void delete(StagedRows rows) {
    try {
      rows.close();
    } catch (IOException e) {
      throw Trouble.ofFiles(e);
    }
  }

  private static Path emptied(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> left = Files.list(folder)) {
      for (Path file : left.toList()) {
        Files.delete(file);
      }
    }
    return folder;
  }

  /** Lets go of connections to the outside; jobs are cancelled by whoever runs them. */
  @Override
  public void close() throws IOException {
    remote.close();
  }
}
