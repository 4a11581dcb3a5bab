package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.local.LocalServer;
import dev.nightjar.cli.local.LocalSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import tools.jackson.databind.JsonNode;

/** A team with a server on its machine and another one that it deploys to, over one AWS. */
class ServersAndProjectsTest {

  private static final String BUCKET = ConnectingUser.BUCKET;

  @TempDir static Path folder;
  private static Machine machine;
  private static LocalServer other;
  private static URI cloud;

  @TempDir Path project;
  private ConnectingUser user;
  private Shell shell;

  @BeforeAll
  static void machines() throws IOException {
    machine = new Machine(folder);
    machine.aws().createBucket(BUCKET);
    UserTables tables = new UserTables(machine.aws().dynamo());
    tables.create("orders", Optional.of(StreamViewType.NEW_AND_OLD_IMAGES), "pk:S");
    tables.switchRecoveryOn("orders");
    tables.put("orders", "pk", AttributeValue.fromS("a"), "n", AttributeValue.fromN("9"));
    // an engine is one a process: the other server is a process of its own
    other = new LocalServer(folder.resolve("other"), machine.variables());
    cloud =
        other
            .start(
                new LocalSettings(
                    freePort(), OptionalInt.of(freePort()), folder.resolve("cloud"), true))
            .address();
  }

  @AfterAll
  static void stop() {
    other.stop();
    machine.close();
  }

  @BeforeEach
  void bothServersAreKnown() throws IOException {
    user = new ConnectingUser(machine, project);
    shell = user.shell();
    shell.runWithInput(
        Json.parse(Files.readString(folder.resolve("cloud/tokens")))
                .path("workspace_admin_token")
                .asString()
            + "\n",
        "profile",
        "add",
        "cloud",
        "--host",
        cloud.toString(),
        "--token",
        "-");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aConnectionForBothEnvironmentsIsTrustedAndKeptInBoth() throws IOException {
    Outcome outcome;
    JsonNode trust;
    try (Conversation wizard = shell.converse("connection", "create", "dynamodb")) {
      wizard.answer("? Connection name", "typo");
      wizard.answer("? DynamoDB table name", "<");
      wizard.answer("? Connection name", "both");
      wizard.answer("? DynamoDB table name", "orders");
      wizard.answer("? Export bucket name", BUCKET);
      wizard.answer("? Region", "us-east-1");
      wizard.answer("Select option [3]", "");
      String access = json(wizard.read("Press Enter"));
      wizard.type("");
      String shown = json(wizard.read("Press Enter"));
      wizard.type("");
      trust = Json.parse(shown);
      wizard.answer("? ARN of the role", machine.aws().createRole("both", shown, access));
      wizard.answer("? ARN of the DynamoDB table", "");
      wizard.answer("? S3 bucket", "<");
      wizard.answer("? ARN of the DynamoDB table", "");
      wizard.answer("? S3 bucket", "");
      wizard.answer("? Name of the data source", "orders");
      outcome = wizard.end();
    }

    assertThat(outcome.code()).isZero();
    assertThat(trust.path("Statement").size()).isEqualTo(2);
    assertThat(outcome.out())
        .contains("orders from Local", "orders from Cloud", "set in Local", "set in Cloud");
    assertThat(shell.run("secret", "ls").out()).contains("dynamodb_role_arn_both");
    assertThat(shell.run("--cloud", "secret", "ls").out()).contains("dynamodb_role_arn_both");

    assertThat(shell.run("--cloud", "deploy").err()).isEmpty();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() ->
            assertThat(
                    shell
                        .run(
                            "--cloud", "datasource", "data", "orders", "--final", "--output", "csv")
                        .out())
                .contains("\"a\","));
    assertThat(shell.run("--cloud", "datasource", "pause", "orders").out()).contains("PAUSED");
    assertThat(shell.run("--cloud", "datasource", "resume", "orders").code()).isZero();
    assertThat(shell.run("--cloud", "doctor", "--output", "json").code()).isZero();

    Path elsewhere = Files.createDirectories(project.resolve("elsewhere"));
    Shell other = new Shell(elsewhere, cloud);
    assertThat(other.run("pull").out()).contains("✓ datasources/orders.datasource");
    assertThat(other.run("pull").out()).startsWith("Nothing to pull");
    Files.writeString(elsewhere.resolve("datasources/orders.datasource"), "DESCRIPTION mine\n");
    assertThat(other.run("pull").err()).contains("datasources/orders.datasource", "--force");
  }

  @Test
  void theClassicWayPushesSingleFiles() throws IOException {
    Outcome policies = shell.run("connection", "policy", "--table", "orders", "--bucket", BUCKET);
    JsonNode documents = Json.parse(policies.out());
    String role =
        machine
            .aws()
            .createRole(
                "classic",
                documents.path("trust_policy").toString(),
                documents.path("access_policy").toString());
    try (Conversation dialogue = shell.converse("connection", "create", "dynamodb", "--classic")) {
      dialogue.answer("[1] Log into", "y");
      dialogue.answer("[2] Go to IAM", "y");
      dialogue.answer("[3] Go to IAM", "y");
      dialogue.answer("ARN of the role", role);
      dialogue.answer("region", "us-east-1");
      dialogue.answer("name for this connection", "9bad");
      dialogue.answer("starts with a letter", "classic");
      assertThat(dialogue.end().code()).isZero();
    }
    assertThat(Files.readString(project.resolve("classic.connection")))
        .isEqualTo("TYPE dynamodb\n\n");
    Files.writeString(
        project.resolve("mytable.datasource"),
        """
        SCHEMA >
            pk String `json:$.pk`

        IMPORT_SERVICE "dynamodb"
        IMPORT_CONNECTION_NAME classic
        IMPORT_TABLE_ARN %s
        IMPORT_EXPORT_BUCKET %s
        """
            .formatted(ConnectingUser.arn("orders"), BUCKET));

    Outcome pushed = shell.run("push", "mytable.datasource");
    Outcome again = shell.run("push");
    Outcome connection = shell.run("push", "classic.connection");

    assertThat(pushed.err()).isEmpty();
    assertThat(pushed.out()).contains("✓ mytable.datasource created", "backfill started");
    assertThat(again.err()).contains("mytable already exists, skipping");
    assertThat(connection.err()).contains("connections are not pushed");
    assertThat(shell.run("datasource", "get", "mytable").out()).contains("Connection: classic");

    Files.writeString(
        project.resolve("by_key.pipe"),
        "NODE n\nSQL >\n    %\n    SELECT {{ String(key, 'none') }} AS key\n\nTYPE endpoint\n");
    assertThat(shell.run("push", "by_key.pipe").code()).isZero();
    assertThat(shell.run("pipe", "data", "by_key", "key=a b", "--output", "csv").out())
        .isEqualTo("\"key\"\n\"a b\"\n");
    assertThat(shell.run("pipe", "ls").out()).contains("by_key  endpoint");

    shell.run("--local", "branch", "create", "pushing");
    assertThat(shell.run("--local", "--branch", "pushing", "push", "by_key.pipe").err()).isEmpty();
    JsonNode inherited =
        Json.parse(
                shell
                    .run("--local", "--branch", "pushing", "connection", "ls", "--output", "json")
                    .out())
            .path("connectors");
    assertThat(inherited)
        .as("a push gives a branch no connections of its own")
        .isNotEmpty()
        .allMatch(each -> each.path("inherited").asBoolean());
    assertThat(shell.run("--local", "branch", "rm", "pushing", "--yes").code()).isZero();
  }

  @Test
  void pushesAtOnceDoNotOverwriteEachOther() throws IOException {
    List<String> pipes = List.of("one", "two", "three", "four");
    for (String pipe : pipes) {
      Files.writeString(
          project.resolve(pipe + ".pipe"), "NODE n\nSQL >\n    SELECT 1 AS a\n\nTYPE endpoint\n");
    }

    List<Integer> codes =
        pipes.stream()
            .map(pipe ->
                CompletableFuture.supplyAsync(
                    () -> user.shell().run("push", pipe + ".pipe").code(),
                    task -> Thread.ofVirtual().start(task)))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();

    assertThat(codes).containsOnly(0);
    assertThat(shell.run("pipe", "ls").out()).contains(pipes);
  }

  @Test
  void whatTheApiMadeStaysTheApisAfterAPush() throws IOException {
    String pipe = "NODE n\nSQL >\n    SELECT 1 AS a\n\nTYPE endpoint\n";
    try (ServerClient server = machine.client()) {
      server
          .post(
              "/v0/pipes",
              Json.parse(
                  """
                  {"name": "made", "nodes": [{"name": "n", "sql": "SELECT 1 AS a", "type": "endpoint"}]}
                  """))
          .required();
    }
    Files.writeString(project.resolve("pushed.pipe"), pipe);
    assertThat(shell.run("push", "pushed.pipe").code()).isZero();

    assertThat(shell.run("deploy", "--allow-destructive-operations").err()).isEmpty();

    assertThat(shell.run("pipe", "ls").out()).contains("made", "pushed");
  }

  @Test
  void whatARoleMayNotDoIsFoundByTryingAll() throws IOException {
    JsonNode documents =
        Json.parse(
            shell
                .run(
                    "connection",
                    "policy",
                    "--name",
                    "narrow",
                    "--table",
                    "orders",
                    "--bucket",
                    BUCKET)
                .out());
    String role =
        machine
            .aws()
            .createRole(
                "narrow",
                documents.path("trust_policy").toString(),
                documents
                    .path("access_policy")
                    .toString()
                    .replace("\"dynamodb:GetRecords\",", "")
                    .replace("\"dynamodb:ExportTableToPointInTime\",", "")
                    .replace("\"s3:PutObject\",", ""));
    shell.run("secret", "set", "dynamodb_role_arn_narrow", role);
    Files.createDirectories(project.resolve("connections"));
    Files.writeString(
        project.resolve("connections/narrow.connection"),
        "TYPE dynamodb\nDYNAMODB_ARN {{ tb_secret(\"dynamodb_role_arn_narrow\") }}\nDYNAMODB_REGION us-east-1\n");

    Outcome outcome =
        shell.run(
            "connection",
            "check",
            "narrow",
            "--table-arn",
            ConnectingUser.arn("orders"),
            "--bucket",
            BUCKET,
            "--output",
            "csv");
    Outcome doctor = shell.run("doctor", "--output", "json");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out().lines().filter(line -> line.contains(",failed,")))
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).contains("access policy must allow"))
        .anySatisfy(line -> assertThat(line).contains("narrow,dynamodb:GetRecords"))
        .anySatisfy(line -> assertThat(line).contains("narrow,dynamodb:ExportTableToPointInTime"))
        .anySatisfy(line -> assertThat(line).contains("narrow,s3:PutObject"));
    assertThat(outcome.out()).contains("narrow,dynamodb:Scan,ok");
    assertThat(Json.parse(doctor.out()).path("ok").asBoolean()).isTrue();
    assertThat(doctor.out()).contains("narrow", "can be assumed");
    assertThat(machine.aws().keys(BUCKET)).noneMatch(key -> key.contains("probe"));

    shell.run("secret", "set", "dynamodb_role_arn_narrow", role + "-gone");
    Outcome gone = shell.run("doctor");
    assertThat(gone.code()).isEqualTo(1);
    assertThat(gone.out()).contains("✗ narrow, role: 403", "include the following external ID");
  }

  @Test
  void aFolderMayBeForAnotherWorkspace() {
    assertThat(shell.run("--token", "wrong", "workspace", "create", "reports").err())
        .contains("Invalid token");
    assertThat(shell.run("workspace", "create", "reports", "--use").code()).isZero();
    assertThat(shell.run("workspace", "current", "--output", "csv").out()).contains("\nreports,");
    assertThat(shell.run("workspace", "use", "main").code()).isZero();
    assertThat(shell.run("workspace", "ls", "--output", "csv").out())
        .containsPattern("main,.*,true\n")
        .containsPattern("reports,.*,false\n");
    assertThat(shell.run("workspace", "delete", "reports", "--yes").code()).isZero();
    assertThat(shell.run("workspace", "use", "reports").err())
        .contains("There is no workspace `reports`");
  }

  @Test
  void aFolderMayBeForABranch() throws IOException {
    Files.writeString(project.resolve("plain.datasource"), "SCHEMA >\n    a String\n");

    assertThat(shell.run("branch", "create", "elsewhere").code()).isZero();
    assertThat(shell.run("--branch", "elsewhere", "datasource", "ls").code())
        .as("both are for the Cloud server")
        .isZero();
    assertThat(shell.run("branch", "create", "feature", "--use").out())
        .isEqualTo("✓ branch feature created, and used in this folder\n");
    assertThat(shell.run("build").code()).isZero();
    assertThat(shell.run("branch", "ls", "--output", "csv").out()).contains("feature,");
    assertThat(shell.run("datasource", "ls").out()).contains("plain");

    assertThat(shell.run("branch", "use", "main").code()).isZero();
    assertThat(shell.run("datasource", "ls").out()).doesNotContain("plain");
    assertThat(shell.run("--branch", "feature", "datasource", "ls").out()).contains("plain");
    assertThat(shell.run("branch", "rm", "feature", "--yes").code()).isZero();
    assertThat(shell.run("--branch", "feature", "status").err())
        .contains("There is no branch `feature`");
  }

  @Test
  void queriesOfAFileAreRunInTurnAndAnErrorHasItsPlace() throws IOException {
    Files.writeString(
        project.resolve("report.sql"), "SELECT 1 AS a;\n\nSELECT 2 AS b\n  WHERE WHERE;\n");

    Outcome outcome = shell.run("sql", "--file", "report.sql", "--output", "csv");

    assertThat(outcome.out()).isEqualTo("\"a\"\n1\n");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).containsPattern("report\\.sql:[34]:\\d+: ");
    assertThat(shell.runWithInput("SELECT 3 AS c", "sql", "--output", "csv").out())
        .isEqualTo("\"c\"\n3\n");
  }

  private static String json(String shown) {
    return shown.substring(shown.indexOf('{'), shown.lastIndexOf('}') + 1);
  }
}
