package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.cli.Shell.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** The wizard as its user meets it, with a real server and a local AWS. */
class ConnectionWizardTest {

  private static final String ACCOUNT = "123456789012";
  private static final String BUCKET = ConnectingUser.BUCKET;

  @TempDir static Path folder;
  private static Machine machine;
  private static UserTables tables;

  @TempDir Path project;
  private ConnectingUser user;
  private Shell shell;

  @BeforeAll
  static void machine() throws IOException {
    machine = new Machine(folder);
    machine.aws().createBucket(BUCKET);
    tables = new UserTables(machine.aws().dynamo());
    // a stream as old as its table, so that the export need not wait for the stream's age
    tables.create("orders", Optional.of(StreamViewType.NEW_AND_OLD_IMAGES), "pk:S", "sk:N");
    tables.switchRecoveryOn("orders");
    tables.put("orders", "pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("9"));
    tables.put("orders", "pk", AttributeValue.fromS("a"), "sk", AttributeValue.fromN("10"));
  }

  @AfterAll
  static void stop() {
    machine.close();
  }

  @BeforeEach
  void shellInAnEmptyFolder() {
    user = new ConnectingUser(machine, project);
    shell = user.shell();
  }

  @Test
  void fromAnEmptyFolderToRows() throws IOException {
    Outcome outcome;
    try (Conversation wizard = shell.converse("connection", "create", "dynamodb")) {
      wizard.answer("? Connection name", "1st");
      wizard.answer("starts with a letter", "my_ddb");
      wizard.answer("? DynamoDB table name", "orders");
      wizard.answer("? Export bucket name", "s3://my-exports/daily");
      wizard.answer("has a prefix", "s3://my-exports/");
      wizard.answer("? Region", "");
      wizard.answer("Which environments", "1");
      String access = json(wizard.read("Press Enter"));
      wizard.type("");
      String trust = json(wizard.read("Press Enter"));
      wizard.type("");
      String role = machine.aws().createRole("wizard-orders", trust, access);
      wizard.answer("? ARN of the role", role.replace(":role/", ":policy/"));
      wizard.answer("is the ARN of a policy", role);
      wizard.answer("[arn:aws:dynamodb:us-east-1:123456789012:table/orders]", "");
      wizard.answer("? S3 bucket for exports", "");
      wizard.answer("? Name of the data source", "orders");
      wizard.answer("The sort key `sk` is a number", "2");
      outcome = wizard.end();
    }

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains(
            "✓ DynamoDB validation passed",
            "✓ secret dynamodb_role_arn_my_ddb set",
            "✓ connections/my_ddb.connection created",
            "✓ datasources/orders.datasource created",
            "nightjar build --with-connections");
    assertThat(user.files())
        .containsExactly("connections/my_ddb.connection", "datasources/orders.datasource");
    assertThat(Files.readString(project.resolve("connections/my_ddb.connection")))
        .contains("tb_secret(\"dynamodb_role_arn_my_ddb\")")
        .doesNotContain("arn:aws");

    Outcome build = shell.run("build", "--with-connections");
    assertThat(build.err()).isEmpty();
    assertThat(build.out())
        .contains("△ DynamoDB initial export backfill started for datasource 'orders'.");
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() ->
            assertThat(
                    shell
                        .run("sql", "SELECT pk, sk FROM orders FINAL ORDER BY sk FORMAT TSV")
                        .out())
                .isEqualTo("a\t9\na\t10\n"));
    assertThat(shell.run("connection", "ls", "--output", "csv").out())
        .isEqualTo(
            """
            name,service,region,role,tables
            my_ddb,dynamodb,us-east-1,"{{ tb_secret(""dynamodb_role_arn_my_ddb"") }}",1
            """);

    Outcome again = shell.run("connection", "create", "dynamodb", "--name", "my_ddb");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("connections/my_ddb.connection", "--force");
  }

  @Test
  void answersMayComeThroughAPipe() {
    String role = user.role("piped", "orders");

    Outcome outcome =
        shell.runWithInput(
            "piped\n*\n*\nus-east-1\n1\n\n\n"
                + role
                + "\n"
                + ConnectingUser.arn("orders")
                + "\n"
                + BUCKET
                + "\n\n\n",
            "connection",
            "create",
            "dynamodb");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(user.files())
        .containsExactly("connections/piped.connection", "datasources/piped.datasource");
  }

  @Test
  void anInputThatEndsLeavesNothing() {
    String role = user.role("ended", "orders");

    Outcome outcome =
        shell.runWithInput(
            "ended\norders\n" + BUCKET + "\n\n1\n\n\n" + role + "\n\n",
            "connection",
            "create",
            "dynamodb");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("The input ended", "S3 bucket", "--bucket");
    assertThat(user.files()).isEmpty();
    assertThat(user.hasSecret("ended")).isFalse();
  }

  @Test
  void aSecretThatIsThereIsNotReplacedUnasked() throws IOException {
    shell.run("secret", "set", "dynamodb_role_arn_kept", "somebody's");

    try (Conversation wizard = shell.converse("connection", "create", "dynamodb")) {
      wizard.answer("? Connection name", "kept");
      wizard.answer("Replace it? [no]", "");
      assertThat(wizard.end().err()).contains("dynamodb_role_arn_kept", "--force");
    }
  }

  @Test
  void aRoleThatIsMadeWhileTheWizardWaits() throws IOException {
    try (Conversation wizard =
        shell.converse(
            "connection",
            "create",
            "dynamodb",
            "--yes",
            "--name",
            "late",
            "--role-arn",
            "arn:aws:iam::123456789012:role/late",
            "--table-arn",
            ConnectingUser.arn("orders"),
            "--bucket",
            BUCKET,
            "--role-timeout",
            "60")) {
      wizard.read("AWS does not let the server assume the role yet.");
      user.role("late", "orders");

      assertThat(wizard.end().code()).isZero();
    }
    assertThat(user.files()).contains("datasources/late.datasource");
  }

  @Test
  void aRefusedTableIsPutRightInTheConversation() throws IOException {
    tables.create("unready", "pk:S");
    String role = user.role("patient", "unready");

    try (Conversation wizard =
        shell.converse(
            "connection",
            "create",
            "dynamodb",
            "--name",
            "patient",
            "--table",
            "unready",
            "--bucket",
            BUCKET,
            "--region",
            "us-east-1",
            "--environments",
            "local",
            "--role-arn",
            role)) {
      wizard.answer("? ARN of the DynamoDB table", "arn:aws:dynamodb:eu-west-1:1:table/unready");
      wizard.answer("is not the ARN", "arn:aws:dynamodb:eu-west-1:123456789012:table/unready");
      wizard.answer("The two must be the same", "");
      wizard.read("Point-in-Time Recovery (PITR) must be enabled.");
      wizard.read("DynamoDB Streams must be enabled.");
      tables.ready("unready", StreamViewType.NEW_IMAGE);
      wizard.answer("Select option [1]", "");
      wizard.answer("? Name of the data source", "");
      assertThat(wizard.end().code()).isZero();
    }
    assertThat(Files.readString(project.resolve("datasources/patient.datasource")))
        .doesNotContain("_old_record");
  }

  @Test
  void aRefusedTableMayWaitAndBeAddedLater() throws IOException {
    tables.create(
        "later", Optional.of(StreamViewType.NEW_AND_OLD_IMAGES), "user-id:B", "a.b`c\"é😀:S");
    String role = user.role("later_on", "later");
    try (Conversation wizard =
        shell.converse(
            "connection",
            "create",
            "dynamodb",
            "--name",
            "later_on",
            "--table",
            "later",
            "--bucket",
            BUCKET,
            "--region",
            "us-east-1",
            "--environments",
            "local",
            "--role-arn",
            role)) {
      wizard.answer("? ARN of the DynamoDB table", "");
      wizard.answer("[5] Write the connection without a table", "5");
      assertThat(wizard.end().out()).contains("nightjar datasource create --dynamodb");
    }
    assertThat(user.files()).containsExactly("connections/later_on.connection");

    tables.switchRecoveryOn("later");
    tables.put(
        "later",
        "user-id",
        AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {1, 2})),
        "a.b`c\"é😀",
        AttributeValue.fromS("x"));
    try (Conversation dialogue = shell.converse("datasource", "create", "--dynamodb")) {
      dialogue.answer("? DynamoDB table ARN", ConnectingUser.arn("later"));
      dialogue.answer("? S3 bucket for exports", BUCKET);
      dialogue.answer("? Name of the data source, which is the table's name in SQL [later]", "");
      assertThat(dialogue.end().code()).isZero();
    }

    assertThat(shell.run("build", "--with-connections").err()).isEmpty();
    await()
        .atMost(Duration.ofMinutes(1))
        .untilAsserted(() ->
            assertThat(
                    shell
                        .run(
                            "sql",
                            "SELECT `user-id`, count() FROM later FINAL GROUP BY ALL FORMAT TSV")
                        .out())
                .isEqualTo("AQI=\t1\n"));

    Files.delete(project.resolve("datasources/later.datasource"));
    assertThat(shell.run("build", "--allow-destructive-operations").code()).isZero();
  }

  private static String json(String shown) {
    return shown.substring(shown.indexOf('{'), shown.lastIndexOf('}') + 1);
  }
}
