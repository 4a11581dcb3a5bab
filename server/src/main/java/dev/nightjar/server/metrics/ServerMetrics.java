package dev.nightjar.server.metrics;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.server.http.RequestObserver;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** Requests by route, the JVM, and every mirror. */
public final class ServerMetrics implements RequestObserver, AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge live =
      gauge("nightjar.mirror.live", "1 while the mirror follows its stream");
  private final MultiGauge lag =
      gauge("nightjar.mirror.lag.seconds", "how far what can be queried is behind now");
  private final MultiGauge items =
      gauge("nightjar.mirror.export.items.loaded", "items of the export that are loaded");
  private final MultiGauge changes =
      gauge("nightjar.mirror.stream.changes", "changes of the stream that are inserted");
  private final MultiGauge quarantined =
      gauge("nightjar.mirror.quarantined.rows", "changes that went to the quarantine table");

  public ServerMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
  }

  @Override
  public void answered(String method, String path, int status, long nanos) {
    Timer.builder("nightjar.http.requests")
        .description("requests by route and status")
        .tags("method", method, "route", path, "status", Integer.toString(status))
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The text that Prometheus reads, with the mirrors as they are now. */
  public String text(Mirrors mirrors) {
    List<MirrorStatus> statuses = mirrors.statuses();
    set(live, statuses, status -> status.state() == MirrorState.LIVE ? 1 : 0);
    set(
        lag,
        statuses.stream().filter(status -> status.stream().lagMs().isPresent()).toList(),
        status -> status.stream().lagMs().orElseThrow() / 1000.0);
    set(items, statuses, status -> status.export().itemsLoaded());
    set(changes, statuses, status -> status.stream().changesInserted());
    set(quarantined, statuses, MirrorStatus::quarantinedRows);
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }

  private MultiGauge gauge(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  private static void set(
      MultiGauge gauge, List<MirrorStatus> statuses, ToDoubleFunction<MirrorStatus> value) {
    gauge.register(
        statuses.stream()
            .<Row<?>>map(status ->
                Row.of(
                    Tags.of("workspace", status.workspace(), "datasource", status.datasource()),
                    value.applyAsDouble(status)))
            .toList(),
        true);
  }
}
