package dev.nightjar.server.metrics;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.server.health.Health;
import dev.nightjar.server.http.RequestObserver;
import dev.nightjar.server.query.QueryLog;
import dev.nightjar.server.query.QueryService;
import dev.nightjar.server.service.ServiceLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Requests by route, the JVM, the server's health, and every mirror. */
public final class ServerMetrics implements RequestObserver, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Metrics of a server with these mirrors. */
  public ServerMetrics(Mirrors mirrors, Health health, Clock clock) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gauge("nightjar.ready", "1 while the server can do its work", health, Health::ready);
    gauge(
        "nightjar.clickhouse.reachable",
        "1 while ClickHouse answers",
        health,
        now -> now.clickHouse().well());
    gauge(
        "nightjar.state.database.writable",
        "1 while the state database can be written",
        health,
        now -> now.stateDatabase().well());
    registry.getPrometheusRegistry().register(new MirrorCollector(mirrors::statuses, clock));
  }

  private void gauge(String name, String description, Health health, Predicate<Health> value) {
    Gauge.builder(name, health, now -> value.test(now) ? 1 : 0)
        .description(description)
        .register(registry);
  }

  @Override
  public void answered(String method, String path, int status, long nanos) {
    Timer.builder("nightjar.http.requests")
        .description("requests by route and status")
        .tags("method", method, "route", path, "status", Integer.toString(status))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Counts what becomes of queries. */
  public QueryLog queries() {
    return new QueryMetrics(registry);
  }

  /** Shows how many queries run and wait. */
  public void watch(QueryService service) {
    Gauge.builder("nightjar.queries.running", service, QueryService::running)
        .description("queries of endpoints and /v0/sql that run, or whose answers are being sent")
        .register(registry);
    Gauge.builder("nightjar.queries.waiting", service, QueryService::waiting)
        .description("queries of endpoints and /v0/sql that wait until others have ended")
        .register(registry);
  }

  /** Shows what is remembered of requests and operations, and what is not. */
  public void watch(ServiceLog log) {
    Gauge.builder("nightjar.service.log.waiting.rows", log, ServiceLog::waiting)
        .description("rows of the service data sources that wait to be inserted")
        .register(registry);
    FunctionCounter.builder("nightjar.service.log.dropped.rows", log, ServiceLog::dropped)
        .description("rows of the service data sources that were dropped, too many waiting")
        .register(registry);
  }

  /** The text that Prometheus reads. */
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
