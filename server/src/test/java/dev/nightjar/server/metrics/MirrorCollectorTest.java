package dev.nightjar.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.mirror.status.ExportProgress;
import dev.nightjar.mirror.status.HealingStatus;
import dev.nightjar.mirror.status.InsertProgress;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.status.ShardProgress;
import dev.nightjar.mirror.status.StreamProgress;
import dev.nightjar.mirror.status.TrimHorizon;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MirrorCollectorTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  private final List<MirrorStatus> mirrors = new ArrayList<>();
  private final MirrorCollector collector =
      new MirrorCollector(() -> mirrors, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void aMirrorsNumbersAreItsStatus() throws IOException {
    mirrors.add(mirror(List.of(shard("shardId-1", Duration.ofHours(7)))));

    assertThat(text())
        .contains(
            "nightjar_mirror_state{datasource=\"orders\",state=\"LIVE\",workspace=\"main\"} 1.0")
        .contains(
            "nightjar_mirror_state{datasource=\"orders\",state=\"FAILED\",workspace=\"main\"} 0.0")
        .contains(
            "nightjar_mirror_state_age_seconds{datasource=\"orders\",workspace=\"main\"} 60.0")
        .contains(
            "nightjar_mirror_reason{datasource=\"orders\",reason=\"pitr_disabled\",workspace=\"main\"} 1.0")
        .contains(
            "nightjar_mirror_trim_distance_seconds{datasource=\"orders\",workspace=\"main\"} 61200.0")
        .contains("nightjar_mirror_trim_alarm{datasource=\"orders\",workspace=\"main\"} 1.0")
        .contains(
            "nightjar_mirror_shard_last_poll_age_seconds{datasource=\"orders\",shard=\"shardId-1\",workspace=\"main\"} 5.0")
        .contains(
            "nightjar_mirror_retries_total{cause=\"insert:TOO_MANY_PARTS\",datasource=\"orders\",workspace=\"main\"} 3.0")
        .contains(
            "nightjar_mirror_insert_seconds_count{datasource=\"orders\",workspace=\"main\"} 0")
        .contains(
            "nightjar_mirror_batches_in_flight{datasource=\"orders\",workspace=\"main\"} 0.0");
  }

  @Test
  void theWorstHundredShardsHaveMetricsAndTheRestIsCounted() throws IOException {
    List<ShardProgress> shards = new ArrayList<>();
    for (int i = 0; i < 1_500; i++) {
      shards.add(shard("shardId-%04d".formatted(i), Duration.ofSeconds(1_500 - i)));
    }
    mirrors.add(mirror(shards));

    assertThat(text().lines().filter(line -> line.startsWith("nightjar_mirror_shard_trim")))
        .hasSize(100)
        .allMatch(line -> line.contains("shard=\"shardId-00"));
    assertThat(text())
        .contains(
            "nightjar_mirror_shards_without_metrics{datasource=\"orders\",workspace=\"main\"} 1400.0");
  }

  @Test
  void whatAShardOrAMirrorHadEndsWithIt() throws IOException {
    mirrors.add(mirror(List.of(shard("shardId-1", Duration.ZERO))));
    assertThat(text()).contains("shardId-1");

    mirrors.set(0, mirror(List.of()));
    assertThat(text()).doesNotContain("shardId-1").contains("orders");

    mirrors.clear();
    assertThat(text()).doesNotContain("orders");
  }

  @Test
  void aMirrorThatIsBeingReplacedIsToldOfOnce() throws IOException {
    mirrors.add(mirror("new", MirrorState.EXPORTING, Duration.ofSeconds(1), List.of()));
    mirrors.add(mirror("old", MirrorState.LIVE, Duration.ofDays(3), List.of()));

    assertThat(text().lines().filter(line -> line.startsWith("nightjar_mirror_live{")))
        .containsExactly("nightjar_mirror_live{datasource=\"orders\",workspace=\"main\"} 1.0");
  }

  private String text() throws IOException {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(collector);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static ShardProgress shard(String id, Duration behind) {
    return new ShardProgress(
        id,
        Optional.of(NOW.minusSeconds(5)),
        Optional.of(NOW.minus(behind)),
        Optional.of(TrimHorizon.of(NOW.minus(behind), NOW)),
        1);
  }

  private static MirrorStatus mirror(List<ShardProgress> shards) {
    return mirror("id", MirrorState.LIVE, Duration.ofSeconds(60), shards);
  }

  private static MirrorStatus mirror(
      String id, MirrorState state, Duration age, List<ShardProgress> shards) {
    return new MirrorStatus(
        id,
        "orders",
        "main",
        "arn",
        state,
        NOW.minus(age),
        Optional.of("pitr_disabled"),
        Optional.empty(),
        1,
        Optional.empty(),
        Optional.empty(),
        new ExportProgress(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            0,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty()),
        new StreamProgress(
            Optional.empty(),
            shards.size(),
            0,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            shards.stream().findFirst().flatMap(ShardProgress::horizon),
            shards,
            Optional.empty()),
        InsertProgress.none(),
        HealingStatus.NONE,
        0,
        Optional.empty(),
        Map.of("insert:TOO_MANY_PARTS", 3L));
  }
}
