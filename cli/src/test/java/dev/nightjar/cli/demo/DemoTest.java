package dev.nightjar.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell;
import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DemoTest {

  @TempDir Path folder;

  @Test
  void theWholeDemoEndsWithNothingLostAndNothingTwice() {
    Outcome outcome =
        Shell.withoutServer(folder)
            .run(
                "demo",
                "--exit",
                "--items",
                "700",
                "--changes",
                "600",
                "--changes-per-second",
                "300",
                "--data-dir",
                folder.resolve("data").toString(),
                "--project",
                folder.resolve("project").toString());

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.err()).doesNotContain("≠");
    List<String> lines = outcome.out().lines().toList();
    JsonNode report = Json.parse(lines.getLast());
    assertThat(report.propertyNames())
        .containsExactly(
            "items",
            "export_rows",
            "changes",
            "change_rows",
            "lost",
            "duplicated",
            "final_equals_table",
            "backfill_seconds",
            "backfill_rows_per_second",
            "freshness_p50_ms",
            "freshness_p99_ms");
    assertThat(report.path("export_rows").asInt()).isEqualTo(700);
    assertThat(report.path("changes").asInt()).isEqualTo(1300);
    assertThat(report.path("change_rows").asInt()).isEqualTo(1300);
    assertThat(report.path("lost").asInt()).isZero();
    assertThat(report.path("duplicated").asInt()).isZero();
    assertThat(report.path("final_equals_table").asBoolean()).isTrue();
    assertThat(report.path("items").asInt()).isBetween(100, 1300);
    assertThat(report.path("freshness_p50_ms").asInt()).isNotNegative();
    assertThat(outcome.out()).contains("Export ARN: arn:aws:dynamodb:");
    assertThat(folder.resolve("project/endpoints/flights_by_airline.pipe")).exists();
    assertThat(folder.resolve("project/.tinyb")).exists();

    Outcome again =
        Shell.withoutServer(folder).run("demo", "--data-dir", folder.resolve("data").toString());
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("holds an earlier demo").contains("--data-dir");
  }
}
