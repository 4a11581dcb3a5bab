package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.cli.Machine.Mirrored;
import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.demo.DemoProject;
import dev.nightjar.proving.flights.AwsClients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A project's way from its files to answers, as its owner types it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsTest {

  private static final int ITEMS = 60;

  @TempDir static Path folder;
  private static Machine machine;
  private static Mirrored mirrored;
  private static Path project;
  private static Shell shell;

  @BeforeAll
  static void machine() throws IOException {
    machine = new Machine(folder);
    mirrored = machine.tableWithRole(ITEMS);
    project = Files.createDirectories(folder.resolve("project"));
    new DemoProject(mirrored.tableArn(), AwsClients.REGION, Machine.BUCKET).write(project);
    shell = machine.shell(project);
  }

  @AfterAll
  static void stop() {
    machine.close();
  }

  @Test
  @Order(1)
  void aSecretThatIsMissingIsAskedForByTheLineToType() {
    Outcome outcome = shell.run("deploy", "--check");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("connections/flights_aws.connection")
        .contains("secret set " + DemoProject.SECRET)
        .doesNotContain("\tat ");
  }

  @Test
  @Order(2)
  void aSecretIsSetFromTheCommandLineOrFromStandardInput() {
    assertThat(shell.run("secret", "set", DemoProject.SECRET, "to be replaced").out())
        .isEqualTo("✓ secret " + DemoProject.SECRET + " created\n");
    assertThat(
            shell
                .runWithInput(mirrored.roleArn() + "\n", "secret", "set", DemoProject.SECRET, "-")
                .out())
        .isEqualTo("✓ secret " + DemoProject.SECRET + " set\n");

    assertThat(shell.run("secret", "ls").out())
        .contains(DemoProject.SECRET)
        .doesNotContain(mirrored.roleArn());
    assertThat(shell.run("secret", "ls", "--output", "csv").out())
        .startsWith("name,created_at,updated_at\n" + DemoProject.SECRET + ",");
  }

  @Test
  @Order(3)
  void aSecretIsForgotten() {
    assertThat(
            Json.parse(shell.runWithInput("x\n", "secret", "set", "old", "--output", "json").out())
                .path("created")
                .asBoolean())
        .isTrue();
    assertThat(shell.runWithInput("", "secret", "set", "old").err()).contains("holds no value");

    assertThat(shell.run("--output", "csv", "secret", "rm", "old").out()).isEqualTo("name\nold\n");
    assertThat(shell.run("secret", "rm", "old").err())
        .isEqualTo("nightjar: There is no secret old. `nightjar secret ls` lists them.\n");
  }

  @Test
  @Order(4)
  void aMisspeltDirectiveIsShownWithItsPlace() throws IOException {
    Path file = project.resolve("datasources/flights.datasource");
    String right = Files.readString(file);
    Files.writeString(file, right.replace("ENGINE_SORTING_KEY", "ENGINE_SORTIN_KEY"));

    Outcome build = shell.run("build");
    Outcome deploy = shell.run("deploy");

    Files.writeString(file, right);
    for (Outcome outcome : new Outcome[] {build, deploy}) {
      assertThat(outcome.code()).isEqualTo(1);
      assertThat(outcome.err())
          .containsPattern("(?m)^datasources/flights\\.datasource:14:1: .*ENGINE_SORTIN_KEY")
          .contains("ENGINE_SORTING_KEY")
          .contains("nothing was changed");
    }
    assertThat(shell.run("datasource", "ls").out()).doesNotContain("flights");
  }

  @Test
  @Order(5)
  void aCheckChangesNothing() {
    Outcome outcome = shell.run("deploy", "--check");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("  datasources/flights.datasource would be created\n")
        .endsWith("✓ The project can be deployed\n");
    assertThat(shell.run("datasource", "ls").out()).doesNotContain("flights");
  }

  @Test
  @Order(6)
  void aBuildWithConnectionsStartsTheMirror() {
    Outcome outcome = shell.run("build", "--with-connections");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains(
            "✓ datasources/flights.datasource created\n",
            "✓ datasources/flights_changes.datasource created\n",
            "✓ materializations/flights_changes_view.pipe created\n",
            "✓ endpoints/flights_by_airline.pipe created\n",
            "✓ connections/flights_aws.connection created\n",
            """
            △ DynamoDB initial export backfill started for datasource 'flights'.
              AWS exports can stay in progress for several minutes; Nightjar will keep
              retrying the import until AWS marks the export as completed.
              Export ARN: arn:aws:dynamodb:us-east-1:123456789012:table/flights/export/\
            """)
        .endsWith("✓ Build completed\n");
  }

  @Test
  @Order(7)
  void aDeploymentOfTheSameFilesChangesNothing() {
    Outcome outcome = shell.run("deploy", "--with-connections");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).isEqualTo("No changes.\n");
  }

  @Test
  @Order(8)
  void statusShowsTheMirrorUntilItIsLive() {
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> {
          Outcome outcome = shell.run("status", "--output", "json");
          JsonNode mirror = Json.parse(outcome.out()).get(0);
          assertThat(mirror.path("state").asString()).isEqualTo("LIVE");
        });

    assertThat(shell.run("status").out())
        .contains("DATASOURCE", "STATE", "BEHIND")
        .contains("flights", "LIVE", ITEMS + " of " + ITEMS);
    assertThat(shell.run("status", "--output", "csv").out())
        .contains("datasource,state,reason,", "\nflights,LIVE,");
  }

  @Test
  @Order(9)
  void sqlAnswersAsATableAsJsonAndAsCsv() {
    String count = "SELECT count() AS n, 'a,b' AS text FROM flights FINAL;";

    assertThat(shell.run("sql", count).out())
        .startsWith(" n  text\n──  ────\n" + ITEMS + "  a,b\n\n1 row, ");
    assertThat(Json.parse(shell.run("sql", "--output", "json", count).out()).path("rows").asInt())
        .isEqualTo(1);
    assertThat(shell.run("sql", "--output", "csv", count).out())
        .isEqualTo("\"n\",\"text\"\n" + ITEMS + ",\"a,b\"\n");
    assertThat(shell.run("sql", "SELECT 1 AS a, 2 AS b FORMAT TSV").out()).isEqualTo("1\t2\n");
  }

  @Test
  @Order(10)
  void brokenSqlIsExplained() {
    Outcome outcome = shell.run("sql", "SELECT nothing FROM flights");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).contains("nothing").doesNotContain("\tat ");
    assertThat(shell.run("sql", " ; ").err()).contains("The query is empty");
  }

  @Test
  @Order(11)
  void dataSourcesAreListedWithTheirRows() {
    assertThat(shell.run("datasource", "ls").out())
        .contains("NAME", "ROWS")
        .containsPattern("flights +\\d{2,3} +[\\d.]+ KiB +dynamodb");
    assertThat(shell.run("datasource", "ls", "--output", "csv").out())
        .contains("name,row_count,bytes,service,updated_at\n");
  }

  @Test
  @Order(12)
  void aWrongTokenIsRefusedWithItsOrigin(@TempDir Path elsewhere) throws IOException {
    Outcome outcome = shell.run("--token", "wrong", "datasource", "ls");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .isEqualTo(
            "nightjar: Invalid token. It is from --token and was sent to %s.\n"
                .formatted(machine.address()));
    Path file =
        Files.writeString(
            elsewhere.resolve(".tinyb"),
            "{\"host\": \"%s\", \"token\": \"old\"}".formatted(machine.address()));
    assertThat(machine.shell(elsewhere).run("status").err()).contains("It is from " + file);
  }

  @Test
  @Order(13)
  void tokensAreMadeListedUsedMadeAnewAndEnded() {
    Outcome made =
        shell.run(
            "token", "create", "app", "--scope", "DATASOURCES:READ:flights", "--filter", "1 = 1");
    assertThat(made.err()).isEmpty();
    String text = made.out().lines().toList().get(1);

    assertThat(made.out()).startsWith("✓ token app created\np.ey");
    assertThat(shell.run("token", "copy", "app").out()).isEqualTo(text + "\n");
    assertThat(shell.run("token", "ls").out())
        .contains("workspace admin token", "ADMIN", "app", "DATASOURCES:READ:flights:1 = 1")
        .doesNotContain(text);
    assertThat(Json.parse(shell.run("token", "ls", "--output", "json").out()).path("tokens"))
        .anyMatch(token -> token.path("token").asString().equals(text));
    assertThat(shell.run("datasource", "ls", "--token", text).out())
        .contains("flights")
        .doesNotContain("flights_changes");

    String fresh = shell.run("token", "refresh", "app").out().lines().toList().get(1);
    assertThat(shell.run("datasource", "ls", "--token", text).err()).contains("Invalid token");
    assertThat(shell.run("datasource", "ls", "--token", fresh).code()).isZero();
    assertThat(Json.parse(shell.run("token", "rm", "app", "--output", "json").out()).path("name"))
        .hasToString("\"app\"");
    assertThat(shell.run("token", "copy", "app").err())
        .isEqualTo("nightjar: There is no token of that name or id in this workspace.\n");
  }

  @Test
  @Order(14)
  void aJwtIsMadeWithItsEnd() {
    Outcome made =
        shell.run(
            "token",
            "create",
            "web",
            "--scope",
            "PIPES:READ:flights_by_airline",
            "--expires",
            "1h",
            "--rps",
            "5",
            "--fixed",
            "limit=3",
            "--output",
            "json");

    assertThat(made.err()).isEmpty();
    assertThat(Json.parse(made.out()).path("token").asString()).startsWith("ey");
    assertThat(shell.run("token", "create", "web", "--scope", "ADMIN", "--expires", "1h").err())
        .contains("a JWT can have the scopes");
    assertThat(shell.run("token", "create", "x", "--scope", "READ:flights").err())
        .contains("'READ:flights' is no scope");
  }

  @Test
  @Order(15)
  void aDeploymentIsWaitedForOrNot() throws IOException {
    Path endpoint = project.resolve("endpoints/flights_by_airline.pipe");
    String before = Files.readString(endpoint);

    Files.writeString(endpoint, before.replace("Int32(limit, 10", "Int32(limit, 11"));
    Outcome begun = shell.run("deploy", "--no-wait");
    Files.writeString(endpoint, before);
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() -> assertThat(shell.run("deploy", "--wait").code()).isZero());

    assertThat(begun.err()).isEmpty();
    assertThat(begun.out())
        .startsWith("✓ endpoints/flights_by_airline.pipe changed\n")
        .endsWith(" has begun\n");
  }

  @Test
  @Order(16)
  void whatTheFilesNoLongerHaveIsDeletedOnlyOnRequest() throws IOException {
    Files.delete(project.resolve("materializations/flights_changes_view.pipe"));
    Files.delete(project.resolve("datasources/flights_changes.datasource"));

    Outcome refused = shell.run("deploy");
    Outcome allowed = shell.run("deploy", "--allow-destructive-operations");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("flights_changes");
    assertThat(allowed.err()).isEmpty();
    assertThat(allowed.out()).contains("flights_changes.datasource deleted\n", " is live\n");
    assertThat(shell.run("datasource", "ls").out()).doesNotContain("flights_changes");
  }

  @Test
  @Order(17)
  void aPushLeavesWhatIsPendingAsItIs() throws IOException {
    Path file = project.resolve("datasources/flights.datasource");
    Files.writeString(
        file,
        Files.readString(file)
            .replace(
                "SCHEMA >\n", "SCHEMA >\n    `missing` Nullable(String) `json:$.Item.missing`,\n"));
    Path pushed =
        Files.writeString(
            project.resolve("pushed.pipe"), "NODE n\nSQL >\n    SELECT 1 AS a\n\nTYPE endpoint\n");

    try (Fault held =
        machine
            .faults()
            .on("*DescribeExport")
            .does(
                Effect.answer((request, answer) -> {
                  ((ObjectNode) answer.path("ExportDescription"))
                      .put("ExportStatus", "IN_PROGRESS");
                  return answer;
                }))) {
      assertThat(shell.run("deploy").out()).contains("pending");
      Outcome push = shell.run("push", "pushed.pipe");

      assertThat(push.code()).as(push.err()).isZero();
      assertThat(shell.run("pipe", "ls").out()).contains("pushed");
      assertThat(pending()).isEqualTo("EXPORTING");
      await().atMost(Duration.ofMinutes(1)).until(() -> held.hits() > 0);
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> pending().isEmpty());
    assertThat(shell.run("sql", "SELECT count(), any(missing) FROM flights FINAL").code()).isZero();
    Files.delete(pushed);
  }

  private static String pending() {
    return Json.parse(shell.run("status", "--output", "json").out())
        .path(0)
        .at("/pending/state")
        .asString("");
  }

  @Test
  @Order(18)
  void aBuildInAWrongFolderDoesNotEndAMirror(@TempDir Path elsewhere) throws IOException {
    Files.writeString(elsewhere.resolve("other.datasource"), "SCHEMA >\n    a String\n");
    Shell there = machine.shell(elsewhere);

    Outcome refused = there.run("build");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("The data source flights mirrors a DynamoDB table")
        .contains("Nothing was changed. Build with --allow-destructive-operations");
    assertThat(shell.run("status").out()).contains("LIVE").doesNotContain("other");

    assertThat(there.run("build", "--allow-destructive-operations").code()).isZero();
    assertThat(shell.run("datasource", "ls").out()).contains("other").doesNotContain("flights");
  }
}
