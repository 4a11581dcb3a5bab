package dev.nightjar.server.service;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.LoggableError;
import dev.nightjar.dynamodb.failure.LogPace;
import dev.nightjar.server.query.QueryLog;
import dev.nightjar.server.query.QueryRun;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers requests, operations and jobs in the service database. Nobody waits for it: rows are
 * inserted every second (requests every five while many come: an insert and the merging of its part
 * take as long as some answers), a crash takes what came since, and while ClickHouse is away the
 * newest beyond a bounded number are dropped and counted.
 */
public final class ServiceLog implements QueryLog, OperationsLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceLog.class);
  private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(1);

  /** Requests a round that are many, and how many rounds the next ones wait then. */
  private static final int MANY = 50;

  private static final int ROUNDS_OF_MANY = 5;

  /** They wait no longer than until there are so many. */
  private static final int MOST_WAITING = Buffer.MOST / 4;

  private static final Duration BETWEEN_LINES = Duration.ofMinutes(5);
  private static final int LONGEST_TEXT = 1000;
  private static final int MOST_OF_PARAMETERS = 2000;

  private final ServiceDatabase database;
  private final Buffer<QueryRun> requests = new Buffer<>(ServiceTable.REQUESTS);
  private final Buffer<Operation> operations = new Buffer<>(ServiceTable.OPERATIONS);
  private final Buffer<JobState> jobs = new Buffer<>(ServiceTable.JOBS);
  private final LogPace pace;
  private final ScheduledExecutorService flushing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("service-log").factory());

  /** Since requests were inserted; as the next, only the flushing thread's. */
  private int rounds;

  private int roundsToWait;

  /**
   * Begins to remember.
   *
   * @param prefix what the server's databases begin with
   */
  public static ServiceLog start(ClickHouse clickHouse, String prefix, Clock clock) {
    ServiceLog log = new ServiceLog(new ServiceDatabase(clickHouse, prefix), clock);
    log.flushing.scheduleWithFixedDelay(
        log::round, 0, BETWEEN_FLUSHES.toMillis(), TimeUnit.MILLISECONDS);
    return log;
  }

  private ServiceLog(ServiceDatabase database, Clock clock) {
    this.database = database;
    this.pace = new LogPace(BETWEEN_LINES, clock);
  }

  ServiceDatabase database() {
    return database;
  }

  @Override
  public void finished(QueryRun run) {
    requests.add(shortened(run));
  }

  @Override
  public void add(Operation operation) {
    operations.add(operation);
  }

  @Override
  public void add(JobState job) {
    jobs.add(job);
  }

  /** Rows that were dropped since the start because too many waited. */
  public long dropped() {
    return requests.dropped() + operations.dropped() + jobs.dropped();
  }

  /** Rows that wait to be inserted. */
  public long waiting() {
    return (long) requests.waiting() + operations.waiting() + jobs.waiting();
  }

  /** Removes what is remembered of a workspace that is deleted; its rows are gone in a while. */
  public void forget(Workspace workspace) {
    database.forget(workspace.id());
  }

  private void round() {
    flush(operations);
    flush(jobs);
    rounds++;
    if (rounds >= roundsToWait || requests.waiting() >= MOST_WAITING) {
      roundsToWait = flush(requests) >= MANY * rounds ? ROUNDS_OF_MANY : 1;
      rounds = 0;
    }
  }

  private int flush(Buffer<?> buffer) {
    try {
      return buffer.flush(database);
    } catch (RuntimeException e) {
      // the rows stay, and go in with one of the next rounds
      tell(e);
      return 0;
    }
  }

  private void tell(RuntimeException error) {
    if (pace.due(error.getClass().getName())) {
      LOG.warn(
          "what the server remembers of its work cannot be stored now; it is tried again, and what"
              + " does not fit in memory is dropped",
          LoggableError.of(error));
    }
  }

  /** Long texts of many requests would be much memory while they wait. */
  private static QueryRun shortened(QueryRun run) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    int left = MOST_OF_PARAMETERS;
    for (Map.Entry<String, List<String>> each : run.parameters().entrySet()) {
      List<String> values = new ArrayList<>();
      left -= each.getKey().length();
      for (String value : each.getValue()) {
        if (left > 0) {
          values.add(shortened(value, left));
          left -= value.length() + 1;
        }
      }
      if (!values.isEmpty()) {
        parameters.put(each.getKey(), values);
      }
    }
    return new QueryRun(
        run.workspaceId(),
        run.pipe(),
        run.token(),
        run.format(),
        parameters,
        run.method(),
        shortened(run.path(), LONGEST_TEXT),
        run.start(),
        run.duration(),
        run.status(),
        run.failure()
            .map(failure ->
                new QueryRun.Failure(failure.code(), shortened(failure.message(), LONGEST_TEXT))),
        run.rowsRead(),
        run.bytesRead(),
        run.resultRows(),
        run.resultBytes(),
        run.cacheHit(),
        run.requestId());
  }

  private static String shortened(String text, int longest) {
    return text.length() > longest ? text.substring(0, longest) + "…" : text;
  }

  /** Inserts what waits, once, and ends. */
  @Override
  public void close() {
    flushing.shutdown();
    try {
      if (!flushing.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("what the server remembered of its last seconds is lost: ClickHouse is busy");
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    List.of(requests, operations, jobs).forEach(this::flush);
  }
}
