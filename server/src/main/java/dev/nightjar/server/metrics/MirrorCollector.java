package dev.nightjar.server.metrics;

import dev.nightjar.mirror.status.InsertProgress;
import dev.nightjar.mirror.status.MirrorStatus;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The mirrors' metrics, made from their statuses when somebody asks: what a mirror or a shard had
 * ends with it. Reads memory only.
 */
final class MirrorCollector implements MultiCollector {
  static final String INSERTS = "nightjar_mirror_insert_seconds";

  private final Supplier<List<MirrorStatus>> statuses;
  private final Clock clock;

  MirrorCollector(Supplier<List<MirrorStatus>> statuses, Clock clock) {
    this.statuses = statuses;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    List<MirrorStatus> mirrors = oneOfEachName(statuses.get());
    Instant now = clock.instant();
    MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
    for (MirrorFamily family : MirrorFamilies.all()) {
      snapshots.metricSnapshot(
          switch (family.type()) {
            case GAUGE -> gauge(family, mirrors, now);
            case COUNTER -> counter(family, mirrors, now);
          });
    }
    return snapshots.metricSnapshot(inserts(mirrors)).build();
  }

  /**
   * While a deployment replaces a mirror there are two of its name, and metrics of the same labels
   * twice are none: the one that has been in its state for longer, which is the old one.
   */
  private static List<MirrorStatus> oneOfEachName(List<MirrorStatus> all) {
    Map<Labels, MirrorStatus> byName = new LinkedHashMap<>();
    for (MirrorStatus mirror : all) {
      byName.merge(
          labels(mirror),
          mirror,
          (one, other) -> other.since().isBefore(one.since()) ? other : one);
    }
    return List.copyOf(byName.values());
  }

  private static MetricSnapshot gauge(
      MirrorFamily family, List<MirrorStatus> mirrors, Instant now) {
    GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(family.name()).help(family.help());
    for (MirrorStatus mirror : mirrors) {
      family
          .values()
          .read(
              mirror,
              now,
              (value, label) ->
                  gauge.dataPoint(
                      GaugeDataPointSnapshot.builder()
                          .labels(labels(mirror, family, label))
                          .value(value)
                          .build()));
    }
    return gauge.build();
  }

  private static MetricSnapshot counter(
      MirrorFamily family, List<MirrorStatus> mirrors, Instant now) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder().name(family.name()).help(family.help());
    for (MirrorStatus mirror : mirrors) {
      family
          .values()
          .read(
              mirror,
              now,
              (value, label) ->
                  counter.dataPoint(
                      CounterDataPointSnapshot.builder()
                          .labels(labels(mirror, family, label))
                          .value(value)
                          .build()));
    }
    return counter.build();
  }

  private static Labels labels(MirrorStatus mirror, MirrorFamily family, String label) {
    Labels common = labels(mirror);
    return family.label().map(name -> common.merge(Labels.of(name, label))).orElse(common);
  }

  private static Labels labels(MirrorStatus mirror) {
    return Labels.of("workspace", mirror.workspace(), "datasource", mirror.datasource());
  }

  private static MetricSnapshot inserts(List<MirrorStatus> mirrors) {
    HistogramSnapshot.Builder histogram =
        HistogramSnapshot.builder()
            .name(INSERTS)
            .help("how long ClickHouse took to acknowledge an insert, waiting excluded");
    for (MirrorStatus mirror : mirrors) {
      InsertProgress inserts = mirror.inserts();
      ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
      for (int i = 0; i < InsertProgress.BOUNDS.size(); i++) {
        buckets.bucket(InsertProgress.BOUNDS.get(i).toMillis() / 1000.0, inserts.perBound().get(i));
      }
      buckets.bucket(Double.POSITIVE_INFINITY, inserts.perBound().getLast());
      histogram.dataPoint(
          HistogramDataPointSnapshot.builder()
              .labels(labels(mirror))
              .classicHistogramBuckets(buckets.build())
              .sum(inserts.time().toNanos() / 1e9)
              .build());
    }
    return histogram.build();
  }
}
