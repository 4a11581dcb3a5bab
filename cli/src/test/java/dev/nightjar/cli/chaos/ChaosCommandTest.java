package dev.nightjar.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell;
import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Short runs of the real processes; how long they take depends on the machine. */
class ChaosCommandTest {

  @TempDir Path folder;

  @Test
  void nothingIsLostOrDoubledThoughTheServerIsKilled() {
    Outcome outcome = chaos("--kills", "4");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode report = onlyLine(outcome);
    assertThat(report.propertyNames())
        .contains(
            "minutes",
            "kills",
            "kills_by_phase",
            "faults",
            "changes",
            "lost",
            "duplicated",
            "out_of_order",
            "final_equals_table",
            "items",
            "seed");
    assertThat(report.path("kills").asInt()).isGreaterThanOrEqualTo(4);
    assertThat(report.path("changes").asInt()).isPositive();
    assertThat(report.path("items").asInt()).isPositive();
    assertThat(report.path("quarantined").asInt()).isPositive();
    assertGood(report);
  }

  @Test
  void rowsThatAreSpoiledBehindTheServersBackAreNoticed() {
    Outcome outcome =
        Shell.run(
            environment ->
                new ChaosCommand(
                    environment,
                    (clickHouse, datasource) ->
                        new SpoiledRows(clickHouse).deleteOneAndDoubleAnother(datasource)),
            folder,
            arguments("--kills", "3", "--clickhouse", "remote"));

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err()).contains("≠", "are kept in " + folder);
    JsonNode report = onlyLine(outcome);
    assertThat(report.path("final_equals_table").asBoolean()).isFalse();
    assertThat(report.path("clickhouse").asString()).isEqualTo("remote");
    assertThat(report.path("out_of_order").asInt()).isZero();
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThat(chaos("--kills", "0").code()).isEqualTo(2);
    assertThat(chaos("--power-cuts", "--clickhouse", "remote").err())
        .contains("--power-cuts are for the embedded database");
    assertThat(Shell.withoutServer(folder).run("chaos", "--folder", folder.toString()).err())
        .contains("is there already");
  }

  private Outcome chaos(String... more) {
    String[] arguments = arguments(more);
    String[] command = new String[arguments.length + 1];
    command[0] = "chaos";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return Shell.withoutServer(folder).run(command);
  }

  private String[] arguments(String... more) {
    String[] all = {
      "--items",
      "400",
      "--changes-per-second",
      "40",
      "--seed",
      "3",
      "--folder",
      folder.resolve("fire").toString()
    };
    String[] joined = new String[all.length + more.length];
    System.arraycopy(all, 0, joined, 0, all.length);
    System.arraycopy(more, 0, joined, all.length, more.length);
    return joined;
  }

  private static JsonNode onlyLine(Outcome outcome) {
    assertThat(outcome.out().lines()).as(outcome.err()).hasSize(1);
    return Json.parse(outcome.out().strip());
  }

  private static void assertGood(JsonNode report) {
    assertThat(report.path("lost").asInt()).isZero();
    assertThat(report.path("duplicated").asInt()).isZero();
    assertThat(report.path("out_of_order").asInt()).isZero();
    assertThat(report.path("unexpected").asInt()).isZero();
    assertThat(report.path("final_equals_table").asBoolean()).isTrue();
    assertThat(report.path("quarantine_exact").asBoolean()).isTrue();
  }
}
