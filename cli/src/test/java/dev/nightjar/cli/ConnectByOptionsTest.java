package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Connections and their policies without a question, as scripts make them. */
class ConnectByOptionsTest {

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
    machine =
        new Machine(
            folder, options -> options.withTableWcuLimit(250).withTableSizeLimit(1_000_000));
    machine.aws().createBucket(BUCKET);
    tables = new UserTables(machine.aws().dynamo());
    tables.create("orders", "pk:S", "sk:N");
    tables.ready("orders", StreamViewType.NEW_AND_OLD_IMAGES);
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
  void theRolesPoliciesAreFilesAndCode() throws IOException {
    Outcome outcome =
        shell.run(
            "connection",
            "policy",
            "--name",
            "c",
            "--table",
            "orders",
            "--bucket",
            BUCKET,
            "--write-policies",
            "iam",
            "--terraform",
            "--cloudformation",
            "--aws-cli");

    assertThat(outcome.out())
        .contains("resource \"aws_iam_role\" \"nightjar_orders\"")
        .contains("assume_role_policy = jsonencode({\n    \"Version\" : \"2012-10-17\",")
        .contains("\"AWS::IAM::ManagedPolicy\"")
        .contains("--assume-role-policy-document 'file://iam/trust-policy.json'");
    assertThat(Json.parse(Files.readString(project.resolve("iam/trust-policy.json"))).toString())
        .contains("sts:ExternalId");
    assertThat(Files.readString(project.resolve("iam/access-policy.json"))).contains(BUCKET);
  }

  @Test
  void aScriptAnswersByOptions() {
    String role = user.role("scripted", "orders");

    Outcome outcome =
        shell.run(
            "connection",
            "create",
            "dynamodb",
            "--yes",
            "--output",
            "json",
            "--name",
            "scripted",
            "--role-arn",
            role,
            "--table-arn",
            ConnectingUser.arn("orders"),
            "--bucket",
            BUCKET);

    assertThat(outcome.code()).isZero();
    assertThat(Json.parse(outcome.out()).path("datasource").path("file").asString())
        .isEqualTo("datasources/scripted.datasource");
    assertThat(Json.parse(outcome.out()).path("trust_policy").toString()).contains(ACCOUNT);
    assertThat(user.files())
        .containsExactly("connections/scripted.connection", "datasources/scripted.datasource");

    Outcome taken =
        shell.run(
            "connection", "create", "dynamodb", "--yes", "--name", "scripted", "--role-arn", role);
    assertThat(taken.code()).isEqualTo(2);
    assertThat(taken.err()).contains("connections/scripted.connection");
    assertThat(
            shell
                .run(
                    "connection",
                    "create",
                    "dynamodb",
                    "--yes",
                    "--force",
                    "--output",
                    "csv",
                    "--name",
                    "scripted",
                    "--role-arn",
                    role)
                .out())
        .isEqualTo("resource,name,file\nconnection,scripted,connections/scripted.connection\n");
  }

  @Test
  void aFileThatCannotBeWrittenTakesTheSecretAlong() throws IOException {
    Files.writeString(project.resolve("datasources"), "a file where a folder should be");
    String role = user.role("unwritable", "orders");

    Outcome outcome = create("unwritable", role, "orders");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("datasources");
    assertThat(user.files()).containsExactly("datasources");
    assertThat(user.hasSecret("unwritable")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere   | table_not_found         | The DynamoDB table was not found.",
        "no_pitr   | pitr_disabled           | Point-in-Time Recovery (PITR) must be enabled.",
        "no_stream | stream_disabled         | DynamoDB Streams must be enabled.",
        "keys_only | stream_view_invalid     | DynamoDB Streams must use NEW_IMAGE or NEW_AND_OLD_IMAGES.",
        "large     | table_too_large         | The DynamoDB table exceeds the current size limit.",
        "busy      | table_wcu_exceeds_limit | The DynamoDB table exceeds the current write-capacity limit."
      })
  void aTableThatCannotBeMirrored(String table, String reason, String sentence) {
    tables.createUnfit(table);

    Outcome outcome = create("unfit_" + table, user.role("unfit_" + table, table), table);

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).startsWith("nightjar: " + sentence).contains("[" + reason + "]");
    assertThat(user.files()).isEmpty();
    assertThat(user.hasSecret("unfit_" + table)).isFalse();
  }

  @Test
  void whatIsOffIsSwitchedOnOnRequest() throws IOException {
    tables.create("off", "pk:S");
    tables.create("off_too", "pk:S");
    String role = user.role("switching", "*");

    Outcome created =
        shell.run(
            "connection",
            "create",
            "dynamodb",
            "--yes",
            "--enable",
            "--name",
            "switching",
            "--role-arn",
            role,
            "--table-arn",
            ConnectingUser.arn("off"),
            "--bucket",
            BUCKET);

    assertThat(created.err()).isEmpty();
    assertThat(created.out()).contains("switched on", "Streams view type: NEW_AND_OLD_IMAGES");
    assertThat(tables.hasStream("off")).isTrue();

    Path file = project.resolve("datasources/switching.datasource");
    Files.writeString(file, Files.readString(file).replace("table/off'", "table/off_too'"));
    Outcome refused = shell.run("build", "--with-connections");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .containsPattern(
            "(?m)^datasources/switching\\.datasource:15:1: .*\\(PITR\\) must be enabled");
    assertThat(tables.hasStream("off_too")).isFalse();

    assertThat(shell.run("build", "--with-connections", "--enable").err()).isEmpty();
    assertThat(tables.hasStream("off_too")).isTrue();
  }

  @Test
  void aTableIsAddedToAConnection() throws IOException {
    String role = user.role("adding", "orders");
    shell.run("connection", "create", "dynamodb", "--yes", "--name", "adding", "--role-arn", role);

    Outcome added =
        shell.run(
            "datasource",
            "create",
            "--dynamodb",
            "--yes",
            "--output",
            "json",
            "--number-key-type",
            "Decimal(38,2)",
            "--table-arn",
            ConnectingUser.arn("orders"),
            "--bucket",
            "s3://" + BUCKET + "/");
    Outcome again =
        shell.run(
            "datasource",
            "create",
            "--dynamodb",
            "--yes",
            "--table-arn",
            ConnectingUser.arn("orders"),
            "--bucket",
            BUCKET);
    Outcome unknown =
        shell.run(
            "datasource",
            "create",
            "--dynamodb",
            "--yes",
            "--connection",
            "addign",
            "--table-arn",
            ConnectingUser.arn("orders"),
            "--bucket",
            BUCKET);

    assertThat(Json.parse(added.out()).path("datasource").path("connection").asString())
        .isEqualTo("adding");
    assertThat(Files.readString(project.resolve("datasources/orders.datasource")))
        .contains("`sk` Decimal(38, 2) `json:$.Item.sk`", "IMPORT_EXPORT_BUCKET 'my-exports'\n");
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("datasources/orders.datasource", "--force");
    assertThat(unknown.err()).contains("`addign`", "adding");
  }

  @Test
  void aConnectionIsRemoved() {
    String role = user.role("unused", "*");
    shell.run("connection", "create", "dynamodb", "--yes", "--name", "unused", "--role-arn", role);
    assertThat(shell.run("build").err()).isEmpty();

    Outcome removed = shell.run("connection", "rm", "unused");
    Outcome again = shell.run("connection", "rm", "unused", "--output", "json");

    assertThat(removed.out())
        .startsWith("✓ connection unused removed\n")
        .contains("`nightjar secret rm dynamodb_role_arn_unused`");
    assertThat(shell.run("connection", "ls").out()).doesNotContain("unused");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains("There is no connection 'unused'");
  }

  @Test
  void aRoleThatTrustsSomebodyElse() {
    Outcome outcome = create("stranger", user.role("another", "orders"), "orders");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("include the following external ID", ACCOUNT, "[unable_to_assume_role]");
  }

  @Test
  void aRoleThatMayNotReadTheTable() {
    Outcome outcome = create("narrow", user.role("narrow", "another"), "orders");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).contains("dynamodb:DescribeTable", "[access_denied]");
  }

  @Test
  void policiesForScripts() {
    Outcome both =
        shell.run(
            "connection", "policy", "--name", "c", "--table", "orders", "--bucket", "s3://b-1");
    Outcome trust = shell.run("connection", "policy", "--name", "c", "--only", "trust");

    assertThat(Json.parse(both.out()).path("access_policy").toString())
        .contains(
            "table/orders/stream/*", "arn:aws:s3:::b-1/*", "dynamodb:UpdateContinuousBackups");
    assertThat(Json.parse(both.out()).path("trust_policy")).isEqualTo(Json.parse(trust.out()));
  }

  private Outcome create(String connection, String role, String table) {
    return shell.run(
        "connection",
        "create",
        "dynamodb",
        "--yes",
        "--role-timeout",
        "0",
        "--name",
        connection,
        "--role-arn",
        role,
        "--table-arn",
        ConnectingUser.arn(table),
        "--bucket",
        BUCKET);
  }
}
