package dev.nightjar.server.query;

import dev.nightjar.clickhouse.QueryStatistics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What becomes of one request, to be told to the {@link QueryLog} once. */
final class QueryTrack {
  /** The header of an answer that has the request's id. */
  static final String HEADER = "X-Request-Id";

  private static final int OK = 200;

  private final QueryRequest request;
  private final Optional<String> pipe;
  private final QueryLog log;
  private final String id = UUID.randomUUID().toString();
  private final Instant start;
  private final long startNanos = System.nanoTime();
  private ResultFormat format;
  private int status = OK;
  private Optional<QueryRun.Failure> failure = Optional.empty();
  private QueryStatistics cost = new QueryStatistics(Duration.ZERO, 0, 0, 0);
  private long bytes;
  private boolean cacheHit;
  private boolean finished;

  QueryTrack(
      QueryRequest request, Optional<String> pipe, ResultFormat format, QueryLog log, Clock clock) {
    this.request = request;
    this.pipe = pipe;
    this.format = format;
    this.log = log;
    this.start = clock.instant();
  }

  /** The request's id. */
  String id() {
    return id;
  }

  void format(ResultFormat chosen) {
    format = chosen;
  }

  ResultFormat format() {
    return format;
  }

  void cacheHit(AnswerCache.Kept kept) {
    cacheHit = true;
    cost = kept.cost();
    bytes = kept.body().length;
  }

  void cost(QueryStatistics statistics) {
    cost = statistics;
  }

  /** Rows of the result. */
  long rows() {
    return cost.resultRows();
  }

  void sent(long more) {
    bytes += more;
  }

  void failed(int withStatus, int code, String message) {
    status = withStatus;
    failure = Optional.of(new QueryRun.Failure(code, message));
  }

  /** An answer that had begun ended too early. */
  void brokenOff(int code, String message) {
    failed(OK, code, message);
  }

  void clientLeft() {
    failed(QueryRun.CLIENT_LEFT, 0, "The client closed the connection before it had its answer.");
  }

  /** Tells what there is to tell; only the first time. */
  void finish() {
    if (finished) {
      return;
    }
    finished = true;
    log.finished(
        new QueryRun(
            request.workspace().id(),
            pipe,
            request.token(),
            format.clickHouseName(),
            request.parameters().values(),
            request.method(),
            request.path(),
            start,
            Duration.ofNanos(System.nanoTime() - startNanos),
            status,
            failure,
            cost.rowsRead(),
            cost.bytesRead(),
            cost.resultRows(),
            bytes,
            cacheHit,
            id));
  }
}
