package dev.nightjar.cli.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell;
import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import dev.nightjar.proving.chaos.ChaosOptions;
import dev.nightjar.proving.chaos.Saboteur;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Short runs of the real processes; how long they take depends on the machine. */
class ChaosCommandTest {

  private static final long SEED = 3;

  /** With this seed the first lives last some seconds, and end in a kill. */
  private static final long OF_LONG_LIVES = 228;

  @TempDir Path folder;

  /** A power cut is all that a SIGKILL is; one comes while two tables are swapped. */
  @ParameterizedTest
  @MethodSource("strongestKill")
  void nothingIsLostOrDoubledThoughTheServerDies(List<String> how) {
    Outcome outcome =
        run(Saboteur.NONE, SEED, how, "--kills", "2", "--misfortune", "schema-changed");

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
            "missing_batches",
            "misfortunes",
            "misfortunes_missed",
            "doubled_by_torn_disk",
            "unsound_boundaries",
            "final_equals_table",
            "items",
            "seed");
    assertThat(report.path("kills").asInt()).isGreaterThanOrEqualTo(2);
    assertThat(report.at("/kills_by_phase/SWAPPING").asInt()).isOne();
    assertThat(report.at("/misfortunes/schema-changed").asInt()).isOne();
    assertThat(report.path("changes").asInt()).isPositive();
    assertThat(report.path("items").asInt()).isPositive();
    assertThat(report.path("quarantined").asInt()).isPositive();
    assertGood(report);
  }

  @Test
  void rowsThatAreSpoiledBehindTheServersBackAreNoticed() {
    Outcome outcome =
        run(
            (clickHouse, datasource) ->
                new SpoiledRows(clickHouse).deleteOneAndDoubleAnother(datasource),
            SEED,
            List.of("--clickhouse", "remote"),
            "--kills",
            "1");

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.err()).contains("≠", "is lost", "more than once", "are kept in " + folder);
    JsonNode report = onlyLine(outcome);
    assertThat(report.path("lost").asInt()).isOne();
    assertThat(report.path("duplicated").asInt()).isOne();
    assertThat(report.path("final_equals_table").asBoolean()).isFalse();
    assertThat(report.path("clickhouse").asString()).isEqualTo("remote");
    assertThat(report.path("out_of_order").asInt()).isZero();
  }

  /** As if nothing synced the folders that parts are renamed into. */
  @Test
  @EnabledIf("powerCutsPossible")
  void aDiskThatForgetsTheNamesOfPartsIsNoticed() {
    Outcome outcome =
        run(new ForgetfulDisk(), OF_LONG_LIVES, List.of("--power-cuts"), "--kills", "2");

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(onlyLine(outcome).path("missing_batches").asInt()).isPositive();
  }

  static Stream<List<String>> strongestKill() {
    return Stream.of(powerCutsPossible() ? List.of("--power-cuts") : List.of());
  }

  static boolean powerCutsPossible() {
    return ChaosOptions.powerCutsPossible();
  }

  @Test
  void wrongNumbersAreRefused() {
    assertThat(chaos("--kills", "0").code()).isEqualTo(2);
    assertThat(chaos("--misfortune", "flood").err())
        .contains("stream-trimmed", "export-file-missing");
    assertThat(chaos("--power-cuts", "--clickhouse", "remote").err())
        .contains("--power-cuts are for the embedded database");
    assertThat(chaos("--torn-writes").err()).contains("--torn-writes are for --power-cuts");
    assertThat(chaos("--folder", folder.toString()).err()).contains("is there already");
  }

  private Outcome chaos(String... more) {
    List<String> command = new ArrayList<>(List.of("chaos"));
    command.addAll(List.of(more));
    return Shell.withoutServer(folder).run(command.toArray(String[]::new));
  }

  private Outcome run(Saboteur saboteur, long seed, List<String> how, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--items", "400", "--changes-per-second", "40"));
    arguments.addAll(List.of("--seed", Long.toString(seed)));
    arguments.addAll(List.of("--folder", folder.resolve("fire").toString()));
    arguments.addAll(how);
    arguments.addAll(List.of(more));
    return Shell.run(
        environment -> new ChaosCommand(environment, saboteur),
        folder,
        arguments.toArray(String[]::new));
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
    assertThat(report.path("missing_batches").asInt()).isZero();
    assertThat(report.path("final_equals_table").asBoolean()).isTrue();
    assertThat(report.path("quarantine_exact").asBoolean()).isTrue();
  }
}
