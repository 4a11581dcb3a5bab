package dev.nightjar.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.benchmarks.backfill.ExportFiles;
import dev.nightjar.benchmarks.backfill.ExportStore;
import dev.nightjar.benchmarks.backfill.FlatMemory;
import dev.nightjar.benchmarks.backfill.Race;
import dev.nightjar.benchmarks.encode.EncodedText;
import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.benchmarks.tailing.IdleShards;
import dev.nightjar.benchmarks.tailing.Script;
import dev.nightjar.benchmarks.tailing.Tailing;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.TimeValue;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Every measurement runs on a small scale; how fast it is, is not looked at. */
@ExtendWith(EmbeddedEngine.class)
class BenchSmokeTest {

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void everyContenderLeavesTheSameItems(
      Dialect dialect, ClickHouse clickHouse, @TempDir Path folder) throws Exception {
    try (AwsLocal aws = AwsLocal.start(AwsLocalOptions.defaults());
        ExportStore store = new ExportStore(aws.endpoint(), "test", "test")) {
      ExportFiles export =
          ExportFiles.write(
              store.owner(),
              ExportStore.BUCKET,
              folder.resolve("export"),
              new Items(ItemSize.MEDIUM),
              new ExportFiles.Plan(3, 200));

      Race race =
          Race.run(
              new Race.Course(clickHouse, store.objects(), () -> Duration.ZERO, folder),
              export,
              ItemSize.MEDIUM,
              dialect,
              0,
              1);

      assertThat(race.items()).isEqualTo(600);
      assertThat(race.laps())
          .containsOnlyKeys("nightjar", "native_ceiling", "clickhouse_sql", "sdk_jackson")
          .allSatisfy((_, laps) -> assertThat(laps).hasSize(1));
      assertThat(race.mirrorAgainst("native_ceiling")).isPositive();
      assertThat(race.against("native_ceiling", "clickhouse_sql")).isPositive();
    }
  }

  @Test
  void allChangesOfAllShardsArrive(ClickHouse clickHouse, @TempDir Path folder) {
    Tailing tailing = Tailing.run(clickHouse, folder, "all_at_once", new Script(3, 1500, 0));

    assertThat(tailing.script().changes()).isEqualTo(4500);
    assertThat(tailing.inserts()).as("shards share inserts").isBetween(1L, 5L);
    assertThat(tailing.changesPerSecond()).isPositive();
  }

  @Test
  void changesComeWhenTheScriptSaysSo(ClickHouse clickHouse, @TempDir Path folder) {
    Script script = new Script(2, 300, 600);

    Tailing tailing = Tailing.run(clickHouse, folder, "paced", script);

    assertThat(tailing.seconds()).isGreaterThanOrEqualTo(script.length().toNanos() / 1e9);
    assertThat(tailing.p99Millis()).isGreaterThanOrEqualTo(tailing.p50Millis());
    assertThat(tailing.mostInsertsInASecond()).isBetween(1, 5);
  }

  @Test
  void memoryDoesNotGrowWithTheExport(ClickHouse clickHouse, @TempDir Path folder) {
    FlatMemory memory = FlatMemory.run(clickHouse, folder, 200_000_000, 1);

    assertThat(memory.textBytes()).isGreaterThan(150_000_000);
    assertThat(memory.growthBytes()).isLessThan(32L << 20);
  }

  @Test
  void idleShardsAreAskedAndCostLittle(ClickHouse clickHouse, @TempDir Path folder)
      throws Exception {
    try (AwsLocal aws = AwsLocal.start(AwsLocalOptions.defaults())) {
      IdleShards idle =
          IdleBench.follow(
              aws.endpoint(),
              clickHouse,
              folder,
              new IdleShards.Plan(10, Duration.ofMillis(500), Duration.ofMillis(500)));

      assertThat(idle.callsPerSecond()).isBetween(1.0, 10 * 20.0);
      assertThat(idle.coreShare()).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(ItemSize.class)
  void itemsOfEverySizeAreEncoded(ItemSize size) {
    EncodedText text =
        EncodedText.measure(
            size,
            Dialect.CLASSIC,
            new EncodedText.Plan(Duration.ofMillis(1), 1, Duration.ofMillis(1)));

    assertThat(text.megabytesPerSecond()).isPositive();
    assertThat(text.bytesPerItem())
        .isCloseTo((double) new Items(size).line(7).length, Percentage.withPercentage(20));
  }

  @Test
  void jmhTellsWhatIsAllocatedForAnItem() throws Exception {
    Collection<RunResult> results =
        JmhBench.run(
            JmhBench.options()
                .param("size", "SMALL")
                .param("dialect", "FORWARD")
                .forks(0)
                .warmupIterations(0)
                .measurementIterations(1)
                .measurementTime(TimeValue.milliseconds(1)));

    assertThat(results)
        .singleElement()
        .satisfies(
            result -> assertThat(result.getSecondaryResults()).containsKey("gc.alloc.rate.norm"));
  }

  @Test
  void thePageIsWrittenBetweenItsMarks(@TempDir Path folder) throws Exception {
    ObjectNode measured =
        (ObjectNode)
            new JsonMapper()
                .readTree(
                    """
                    {"commit":"abc","backfill":{"runs":[{"items":"0.7 KB","dialect":"forward",
                     "nightjar":{"rows_per_second":300,"text_mb_per_second":2},
                     "native_ceiling":{"rows_per_second":400},
                     "clickhouse_sql":{"rows_per_second":100},"sdk_jackson":{"rows_per_second":50},
                     "nightjar_vs_native_ceiling":0.75}]}}\
                    """);
    Path page = folder.resolve("performance.md");
    Files.writeString(page, "Before\n<!-- bench -->\nold\n<!-- /bench -->\nAfter\n");

    List<Summary.Line> summary = Summary.of(measured);
    Document.write(page, measured, summary);
    Document.write(page, measured, summary);

    assertThat(Files.readString(page, StandardCharsets.UTF_8))
        .startsWith("Before\n<!-- bench -->\n")
        .endsWith("<!-- /bench -->\nAfter\n")
        .contains("commit abc", "0.75 times as fast", "(performance-0.7-forward.svg)")
        .doesNotContain("old");
    assertThat(Files.readString(folder.resolve("performance-0.7-forward.svg")))
        .contains("<svg", ">300<", ">400<");
  }
}
