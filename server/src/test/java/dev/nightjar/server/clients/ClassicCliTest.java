package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.InstalledClient;
import dev.nightjar.server.testing.RunningServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/**
 * The classic {@code tb} as it is published: 6.5.5 in the order in which a user meets its commands,
 * and 5.4.0, the first after the specification's, for the specification's flow (it has no {@code
 * datasource scheduling}). {@code deploy} is left out: it needs a workspace with a release, which
 * only Tinybird's git integration makes.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClassicCliTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static final UnknownPathsSeen UNKNOWN = new UnknownPathsSeen();

  @TempDir static Path folder;

  private static InstalledClient client;
  private static ClientProject project;
  private static Orders orders;

  @BeforeAll
  static void aProjectAndTables() throws Exception {
    client = InstalledClient.python("tinybird/classic");
    project = new ClientProject(folder, SERVER);
    orders = new Orders(SERVER).simple("mytable").simple("flights").simple("first");
    orders.role("classic", "");
    project
        .file("mytable.datasource", datasource("    id String `json:$.id`\n", "mytable"))
        .file(
            "flights.datasource",
            datasource(
                "    `id` String `json:$.id`,\n    `note` String `json:$.note`\n", "flights"))
        .file(
            "plain.datasource",
            "SCHEMA >\n    `id` String `json:$.id`,\n    `n` Int64 `json:$.n`\n\nENGINE \"MergeTree\"\nENGINE_SORTING_KEY \"id\"\n")
        .file(
            "notes.datasource",
            "SCHEMA >\n    `note` String,\n    `times` AggregateFunction(count)\n\nENGINE \"AggregatingMergeTree\"\nENGINE_SORTING_KEY \"note\"\n")
        .file(
            "notes_view.pipe",
            "NODE n\nSQL >\n    SELECT note, countState() AS times FROM flights GROUP BY note\n\nTYPE materialized\nDATASOURCE notes\n")
        .file(
            "ep.pipe",
            """
            TOKEN classic_read READ

            NODE n1
            SQL >
                %
                SELECT id, JSONExtractString(_record, 'note') AS note FROM mytable FINAL
                WHERE id != {{ String(not_id, 'none') }} ORDER BY id

            TYPE endpoint
            """)
        .file("rows.ndjson", "{\"id\":\"a\",\"n\":1}\n{\"id\":\"b\",\"n\":2}\n");
  }

  private static String datasource(String columns, String table) {
    return "SCHEMA >\n"
        + columns
        + "\nIMPORT_SERVICE \"dynamodb\"\nIMPORT_CONNECTION_NAME aws_classic\nIMPORT_TABLE_ARN "
        + DynamoTables.arn(table)
        + "\nIMPORT_EXPORT_BUCKET "
        + DynamoTables.BUCKET
        + "\n";
  }

  @AfterAll
  static void close() {
    project.close();
    orders.close();
    UNKNOWN.close();
  }

  private static Ended tb(String... arguments) {
    return with(client, project, arguments);
  }

  private static Ended with(InstalledClient client, ClientProject in, String... arguments) {
    return in.run(client, "tb", arguments);
  }

  private static String address() {
    return "http://localhost:" + SERVER.server().port();
  }

  private static String token() {
    return SERVER.server().tokens().workspaceAdminToken();
  }

  @Test
  @Order(1)
  void aUserIsAuthenticated() {
    tb("auth", "--host", address(), "--token", "p.wrong").fails().contains("Invalid token");
    tb("auth", "--host", address(), "--token", token()).succeeds().contains("Auth successful");
    tb("workspace", "current").succeeds().contains("main");
    tb("workspace", "ls").succeeds().contains("main");
  }

  @Test
  @Order(2)
  void aConnectionIsCreatedWithThreeConfirmations() {
    String role = DynamoTables.role("classic");
    project
        .ask(
            client,
            aConnectionsAnswers(),
            client.folder() + "/venv/bin/tb",
            "connection",
            "create",
            "dynamodb")
        .succeeds()
        .contains("\"dynamodb:ExportTableToPointInTime\"", "sts:ExternalId")
        .contains("aws_classic.connection created successfully!");
    assertThat(project.text("aws_classic.connection")).isEqualTo("TYPE dynamodb\n\n");
    create("aws_classic", role).fails().contains("already exists");
    create("9bad", role).fails().contains("cannot name a connection");
    create("stranger", DynamoTables.role("absent")).fails().contains("could not be created");
    tb("connection", "ls", "--connector", "dynamodb").succeeds().contains("aws_classic");
  }

  /** The three confirmations, and what is asked then. */
  private static List<String> aConnectionsAnswers() {
    return List.of(
        "[1] Log into your AWS Console", "y",
        "[2] Go to IAM > Policies", "y",
        "[3] Go to IAM > Roles", "y",
        "ARN of the role", DynamoTables.role("classic"),
        "region where the table is located", "us-east-1",
        "name for this connection", "aws_classic");
  }

  private static Ended create(String name, String role) {
    return tb(
        "connection",
        "create",
        "dynamodb",
        "--connection-name",
        name,
        "--role-arn",
        role,
        "--region",
        "us-east-1");
  }

  /** Exports take their time in AWS; the client looks for the load while it goes on. */
  private static Fault longExports() {
    return SERVER
        .aws()
        .control()
        .faults()
        .on("*DescribeExport")
        .does(
            Effect.answer((request, answer) -> {
              ((ObjectNode) answer.path("ExportDescription")).put("ExportStatus", "IN_PROGRESS");
              return answer;
            }));
  }

  @Test
  @Order(3)
  void bothApproachesArePushed() {
    try (Fault _ = longExports()) {
      tb("push", "mytable.datasource")
          .succeeds()
          .contains("** Initial load of DynamoDB table started: ", "'mytable' created");
      tb("push", "flights.datasource")
          .succeeds()
          .contains("Initial load of DynamoDB table started");
    }
    orders.awaitRows("SELECT id FROM mytable FINAL ORDER BY id", "a\nb");
    orders.awaitRows("SELECT id, note FROM flights FINAL ORDER BY id", "a\tone\nb\ttwo");
    orders.tables().put("mytable", "c", "three");
    orders.awaitRows("SELECT count() FROM mytable FINAL WHERE _is_deleted = 0", "3");
    // the server has added what the client did not send
    tb("sql", "SELECT _record, _old_record, _timestamp, _event_name, _is_deleted FROM mytable")
        .succeeds();
    tb("push", "mytable.datasource").succeeds().contains("mytable already exists, skipping");
    assertThat(orders.tables().exports("mytable")).isEqualTo(1);
    tb("push", "mytable.datasource", "--force", "--yes")
        .succeeds()
        .contains("can't be migrated or replaced");
  }

  @Test
  @Order(4)
  void pipesArePushedWithWhatTheyNeed() {
    tb("push", "notes_view.pipe", "--push-deps").succeeds().contains("'notes_view' created");
    // how often is up to the changes: an item may come by the export and by the stream
    orders.awaitRows("SELECT DISTINCT note FROM notes ORDER BY note", "one\ntwo");
    tb("push", "ep.pipe").succeeds().contains("=> Test endpoint at", "'ep' created");
    tb("pipe", "data", "ep", "--not_id", "a")
        .succeeds()
        .contains("| b  | two")
        .doesNotContain("| a  |");
    // the client asks the old and the new one what its latest callers asked
    tb("push", "ep.pipe", "--force", "--yes").succeeds().contains("'ep' created");
    tb("push", "--push-deps").succeeds();
  }

  @Test
  @Order(5)
  void anotherSchemaIsAlteredWithItsConsent() {
    project.file(
        "mytable.datasource",
        datasource(
            "    `id` String `json:$.id`,\n    `note` Nullable(String) `json:$.note`\n",
            "mytable"));
    tb("push", "mytable.datasource", "--force", "--yes")
        .succeeds()
        .contains("ADD COLUMN `note` Nullable(String)");
    orders.awaitRows("SELECT id, note FROM mytable FINAL ORDER BY id", "a\tone\nb\ttwo\nc\tthree");
  }

  @Test
  @Order(6)
  void dataSourcesAreListedFilledAndPaused() {
    tb("push", "plain.datasource").succeeds();
    tb("datasource", "append", "plain", "rows.ndjson")
        .succeeds()
        .contains("Total rows in plain: 2");
    tb("datasource", "replace", "plain", "rows.ndjson").succeeds();
    tb("datasource", "delete", "plain", "--sql-condition", "id='a'", "--yes", "--wait").succeeds();
    tb("sql", "SELECT id FROM plain").succeeds().contains("b").doesNotContain("| a");
    tb("datasource", "truncate", "plain", "--yes").succeeds();
    tb("datasource", "ls").succeeds().contains("mytable", "connection: dynamodb");
    assertThat(SERVER.client().get("/v1/mirrors/mytable").json().at("/uploaded").asBoolean())
        .as("a build of files leaves it")
        .isFalse();
    tb("datasource", "scheduling", "pause", "mytable").succeeds();
    tb("datasource", "scheduling", "state", "mytable").succeeds().contains("paused");
    tb("datasource", "scheduling", "resume", "mytable").succeeds();
    tb("datasource", "append", "mytable", "rows.ndjson").fails();
  }

  @Test
  @Order(7)
  void whatIsThereIsListedAndPulled() {
    tb("pipe", "ls").succeeds().contains("ep", "notes_view");
    tb("token", "ls").succeeds().contains("classic_read");
    Ended jobs = tb("job", "ls");
    jobs.succeeds().contains("kind: import", "load-1-", "http://localhost:");
    String load = jobs.output().replaceFirst("(?s).*(load-1-\\S+).*", "$1");
    tb("job", "details", load).succeeds().contains("done");
    tb("job", "cancel", load).fails().contains("cannot be cancelled: pause its mirror");
    tb("tag", "create", "seen").succeeds();
    tb("tag", "ls").succeeds().contains("seen");
    tb("tag", "rm", "seen", "--yes").succeeds();
    tb("tag", "ls").succeeds().doesNotContain("seen");
    project.path("out").toFile().mkdir();
    tb("pull", "--folder", "out", "--force").succeeds();
    assertThat(project.text("out/datasources/flights.datasource"))
        .contains("IMPORT_CONNECTION_NAME", DynamoTables.arn("flights"));
    tb("diff").succeeds();
    tb("dependencies").succeeds().contains("flights", "notes_view");
  }

  @Test
  @Order(8)
  void branchesAndWorkspaces() {
    tb("branch", "create", "feature", "--wait").succeeds().contains("Now using feature");
    tb("branch", "ls").succeeds().contains("name: feature");
    tb("branch", "use", "main").succeeds();
    tb("branch", "rm", "feature", "--yes").succeeds();
    String user = SERVER.server().tokens().userToken();
    tb("workspace", "create", "other", "--user_token", user).succeeds();
    tb("workspace", "use", "other").succeeds();
    tb("workspace", "use", "main").succeeds();
    tb("workspace", "delete", "other", "--user_token", user, "--yes").succeeds();
  }

  @Test
  @Order(9)
  void whatIsRemovedIsGone() {
    tb("connection", "rm", "aws_classic").fails().contains("is used by");
    tb("datasource", "rm", "mytable", "--yes").fails().contains("is used by ep");
    tb("pipe", "rm", "ep", "--yes").succeeds();
    tb("pipe", "rm", "notes_view", "--yes").succeeds();
    for (String each : List.of("mytable", "flights", "plain", "notes")) {
      tb("datasource", "rm", each, "--yes").succeeds();
    }
    tb("connection", "rm", "aws_classic").succeeds();
    assertThat(SERVER.client().get("/v1/mirrors").json()).isEmpty();
    assertThat(UNKNOWN.paths()).isEmpty();
  }

  @Test
  @Order(10)
  void theFirstVersionRunsTheSpecificationsFlow(@TempDir Path other) throws Exception {
    InstalledClient first = InstalledClient.python("tinybird/classic-5");
    try (ClientProject in = new ClientProject(other, SERVER)) {
      in.file("first.datasource", datasource("    id String `json:$.id`\n", "first"));
      with(first, in, "auth", "--host", address(), "--token", token()).succeeds();
      with(first, in, "workspace", "current").succeeds().contains("main");
      in.ask(
              client,
              aConnectionsAnswers(),
              first.folder() + "/venv/bin/tb",
              "connection",
              "create",
              "dynamodb")
          .succeeds()
          .contains("created successfully!");
      try (Fault _ = longExports()) {
        with(first, in, "push", "first.datasource")
            .succeeds()
            .contains("** Initial load of DynamoDB table started: ");
      }
      orders.awaitRows("SELECT id FROM first FINAL ORDER BY id", "a\nb");
      in.file(
          "all.pipe",
          "NODE n\nSQL >\n    SELECT id FROM first FINAL ORDER BY id\n\nTYPE endpoint\n");
      with(first, in, "push", "all.pipe").succeeds().contains("'all' created");
      with(first, in, "pipe", "data", "all").succeeds().contains("| a", "| b");
      with(first, in, "pipe", "ls").succeeds().contains("all");
      with(first, in, "sql", "SELECT count() AS n FROM first FINAL").succeeds().contains("2");
      with(first, in, "connection", "ls", "--connector", "dynamodb")
          .succeeds()
          .contains("aws_classic");
      with(first, in, "datasource", "ls").succeeds().contains("first", "connection: dynamodb");
      with(first, in, "push", "first.datasource")
          .succeeds()
          .contains("first already exists, skipping");
      with(first, in, "job", "ls").succeeds().contains("kind: import");
      with(first, in, "pipe", "rm", "all", "--yes").succeeds();
      with(first, in, "datasource", "rm", "first", "--yes").succeeds();
      with(first, in, "connection", "rm", "aws_classic").succeeds();
      assertThat(SERVER.client().get("/v1/mirrors").json()).isEmpty();
      // it asks for BigQuery's connections, too, and takes the 404 for none
      assertThat(UNKNOWN.paths()).allMatch(path -> path.contains("/v0/connections/bigquery"));
    }
  }
}
