package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class TortureCommandTest {

  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void machineWithoutServer() {
    shell = Shell.withoutServer(folder);
  }

  @Test
  void historiesThatKeepEveryPromiseAreCounted() {
    Outcome outcome = shell.run("torture", "--seeds", "1..12", "--jobs", "1");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .containsPattern(
            "^12 histories in \\d+ s: the server was killed \\d+ times in \\d{4,} calls")
        .contains("; 0 broke a promise.")
        .containsPattern("(?m)^ +\\d+  LIVE$");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aBrokenPromiseIsPrintedWithItsSeedItsStepAndTheSmallestHistory() {
    Outcome outcome =
        shell.run("torture", "--seeds", "1", "--jobs", "1", "--sabotage", "records_skipped");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .containsPattern(
            "(?m)^seed 1 breaks a promise at +\\d+:\\d\\d:\\d\\d\\.\\d{3}, call \\d+:$")
        .containsPattern("(?m)^  the smallest history that does so, \\d+ events:$")
        .containsPattern("(?m)^    \\d+:\\d\\d:\\d\\d\\.\\d{3} Write\\[key=")
        .containsPattern("BROKEN: .+")
        .containsPattern("(?m); 1 broke a promise\\.$");
  }

  @Test
  void asJsonItIsOneObject() {
    Outcome outcome =
        shell.run("torture", "--seeds", "1", "--json", "--sabotage", "records_skipped");

    assertThat(outcome.code()).isEqualTo(1);
    JsonNode report = Json.parse(outcome.out());
    assertThat(report.path("seeds").asString()).isEqualTo("1");
    assertThat(report.path("histories").asInt()).isEqualTo(1);
    assertThat(report.path("stopped").asBoolean()).isFalse();
    JsonNode broken = report.path("broken").path(0);
    assertThat(broken.path("seed").asInt()).isEqualTo(1);
    assertThat(broken.path("step").asLong()).isPositive();
    assertThat(broken.path("violation").asString()).isNotEmpty();
    assertThat(broken.path("events").size()).isPositive();
  }

  @Test
  void itEndsWithWhatItHasWhenItIsStopped() {
    // As Ctrl-C does.
    Thread.currentThread().interrupt();
    Outcome outcome = shell.run("torture", "--seeds", "1..1000000", "--jobs", "1");

    assertThat(Thread.interrupted()).isFalse();
    assertThat(outcome.out()).startsWith("Stopped after ").contains("; 0 broke a promise.");
  }

  @Test
  void whatCannotBeRunIsRefused() {
    assertThat(shell.run("torture", "--seeds", "9..1").err()).contains("end before they begin");
    assertThat(shell.run("torture", "--jobs", "0").err()).contains("--jobs and --minutes are 1 or");
    Outcome unknown = shell.run("torture", "--sabotage", "everything");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("tombstone_forgotten".toUpperCase(java.util.Locale.ROOT));
  }
}
