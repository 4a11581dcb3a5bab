package dev.nightjar.server.metrics;

import dev.nightjar.server.query.QueryLog;
import dev.nightjar.server.query.QueryRun;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.stream.Stream;

/** Counts queries by what they ask, an endpoint or SQL; no names, of which there may be many. */
final class QueryMetrics implements QueryLog {
  private static final Duration[] BUCKETS =
      Stream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;

  QueryMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void finished(QueryRun run) {
    String kind = run.pipe().isPresent() ? "endpoint" : "sql";
    Timer.builder("nightjar.queries")
        .description("requests to endpoints and /v0/sql, until their last byte was sent")
        .tags("kind", kind, "status", Integer.toString(run.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(run.duration());
    count("nightjar.queries.read.rows", "rows that queries have read", kind, run.rowsRead());
    count("nightjar.queries.read.bytes", "bytes that queries have read", kind, run.bytesRead());
    count("nightjar.queries.result.bytes", "bytes of queries' answers", kind, run.resultBytes());
    count(
        "nightjar.queries.cache.hits",
        "answers that were kept from before",
        kind,
        run.cacheHit() ? 1 : 0);
  }

  private void count(String name, String description, String kind, double more) {
    Counter.builder(name)
        .description(description)
        .tag("kind", kind)
        .register(registry)
        .increment(more);
  }
}
