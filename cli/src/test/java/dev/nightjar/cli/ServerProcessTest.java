package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.cli.Shell.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that run until they are told to stop, as processes of their own. */
class ServerProcessTest {

  private static final Pattern ADDRESS = Pattern.compile("http://[^ ]+:\\d+");

  @TempDir Path folder;
  private Process process;
  private boolean withoutAws;

  @AfterEach
  void endWhatIsLeft() throws InterruptedException {
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  @Test
  void aServerSaysWhereItIsStopsCleanlyOnSigtermAndLogsJsonOnRequest() throws Exception {
    URI address = start("server", "--port", "0", "--data-dir", folder.resolve("data").toString());

    assertThat(get(address.resolve("/health/ready"))).isEqualTo(200);
    assertThat(folder.resolve("data/tokens")).exists();

    Outcome second = Shell.withoutServer(folder).run("server", "--port", "0", "--data-dir", "data");
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err()).contains(folder.resolve("data").toString()).contains("in use");

    stop();
    assertThat(Files.readString(folder.resolve("err")))
        .contains("stopped")
        .doesNotContain("ERROR", "Exception");

    URI again =
        start(
            "server",
            "--port",
            "0",
            "--log",
            "json",
            "--data-dir",
            folder.resolve("data").toString());
    assertThat(get(again.resolve("/health/ready"))).isEqualTo(200);
    stop();
    assertThat(Files.readAllLines(folder.resolve("err")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("{").endsWith("}"));
  }

  @Test
  void aPortInUseIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());

      Outcome server =
          Shell.withoutServer(folder).run("server", "--port", port, "--data-dir", "data");
      Outcome aws = Shell.withoutServer(folder).run("aws-local", "--port", port);

      assertThat(server.code()).isEqualTo(1);
      assertThat(server.err()).startsWith("nightjar: ").contains(port).contains("--port");
      assertThat(aws.code()).isEqualTo(1);
      assertThat(aws.err()).startsWith("nightjar: ").contains(port).contains("--port");
    }
  }

  @Test
  void aLocalAwsAnswersUntilItIsStopped() throws Exception {
    URI address = start("aws-local", "--port", "0");

    assertThat(get(address)).isPositive();
    stop();
    assertThat(Files.readString(folder.resolve("err"))).isEmpty();
  }

  @Test
  void withoutAnyCredentialsProjectsAreBuiltAndTheMirrorsWait() throws Exception {
    withoutAws = true;
    URI address = start("server", "--port", "0", "--data-dir", folder.resolve("data").toString());
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(
        project.resolve("aws.connection"),
        "TYPE dynamodb\nDYNAMODB_ARN arn:aws:iam::123456789012:role/reader\nDYNAMODB_REGION us-east-1\n");
    Files.writeString(
        project.resolve("orders.datasource"),
        """
        SCHEMA >
            id String `json:$.Item.id`,
            _record String `json:$.NewImage`

        ENGINE_SORTING_KEY id

        IMPORT_CONNECTION_NAME aws
        IMPORT_TABLE_ARN arn:aws:dynamodb:us-east-1:123456789012:table/orders
        IMPORT_EXPORT_BUCKET my-exports
        """);
    Shell shell = new Shell(project, address);

    Outcome build = shell.run("build", "--with-connections");
    assertThat(build.code()).as(build.err()).isZero();
    assertThat(build.out())
        .contains("orders.datasource created")
        .contains("WARNING: orders.datasource:8:1: No AWS credentials were found")
        .contains("[missing_credentials]");
    Outcome deploy = shell.run("deploy");
    assertThat(deploy.code()).as(deploy.err()).isZero();
    Outcome status = shell.run("status");
    assertThat(status.out())
        .contains("NOT_STARTED")
        .contains("missing_credentials: The table stands and its mirror was not started");
    assertThat(shell.run("sql", "SELECT count() FROM orders").code()).isZero();
    aConnectionNeedsOneWithCredentials(shell, project);
    stop();
  }

  /** In the wizard, an environment without credentials is left out; alone it is not enough. */
  private void aConnectionNeedsOneWithCredentials(Shell shell, Path project) throws IOException {
    try (Conversation wizard = untilEnvironments(shell, "alone")) {
      wizard.answer("Select option", "1");
      Outcome alone = wizard.end();
      assertThat(alone.code()).isEqualTo(1);
      assertThat(alone.err())
          .contains("Local (", "`nightjar local restart --use-aws-creds`")
          .contains("No environment is left that could assume a role");
    }
    assertThat(project.resolve("connections")).doesNotExist();
    try (Machine cloud = new Machine(Files.createDirectories(folder.resolve("cloud")))) {
      shell.run(
          "profile",
          "add",
          "cloud",
          "--host",
          cloud.address().toString(),
          "--token",
          cloud.token());
      try (Conversation wizard = untilEnvironments(shell, "both")) {
        wizard.answer("Select option [3]", "");
        assertThat(wizard.read("Press Enter"))
            .contains("The connection goes on without it", "dynamodb:ExportTableToPointInTime");
        wizard.type("");
        assertThat(wizard.read("Press Enter")).contains("arn:aws:iam::123456789012:root");
        wizard.type("");
        wizard.answer("? ARN of the role", "arn:aws:iam::123456789012:role/reader");
        wizard.answer("? ARN of the DynamoDB table", "skip");
        assertThat(wizard.end().code()).isZero();
      }
      assertThat(shell.run("--cloud", "secret", "ls").out()).contains("dynamodb_role_arn_both");
      assertThat(shell.run("secret", "ls").out()).doesNotContain("dynamodb_role_arn_both");
    }
  }

  private static Conversation untilEnvironments(Shell shell, String name) throws IOException {
    Conversation wizard = shell.converse("connection", "create", "dynamodb");
    wizard.answer("? Connection name", name);
    wizard.answer("? DynamoDB table name", "orders");
    wizard.answer("? Export bucket name", "my-exports");
    wizard.answer("? Region", "us-east-1");
    return wizard;
  }

  @Test
  void aClickHouseOfItsOwnKeepsItsTables() throws Exception {
    String data = folder.resolve("ch").toString();
    Files.writeString(folder.resolve("password"), "s3cret\nnot this\n");
    URI address =
        start(
            "clickhouse",
            "--port",
            "0",
            "--data-dir",
            data,
            "--password-file",
            folder.resolve("password").toString());

    assertThat(get(address.resolve("/ping"))).isEqualTo(200);
    assertThat(post(address, "CREATE TABLE t (id Int64) ENGINE = MergeTree ORDER BY id")).isEmpty();
    assertThat(post(address, "INSERT INTO t VALUES (7)")).isEmpty();
    assertThat(get(address.resolve("/?query=SELECT+1"))).isEqualTo(403);
    Outcome second =
        Shell.withoutServer(folder).run("clickhouse", "--port", "0", "--data-dir", data);
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err()).contains(data).contains("in use");
    stop();

    URI again =
        start(
            "clickhouse",
            "--port",
            "0",
            "--data-dir",
            data,
            "--password-file",
            folder.resolve("password").toString());
    assertThat(post(again, "SELECT id FROM t")).isEqualTo("7\n");
    aDemoMirrorsInto(again);
    stop();
    assertThat(Files.readString(folder.resolve("err"))).doesNotContain("ERROR", "Exception");
  }

  private void aDemoMirrorsInto(URI address) {
    Outcome demo =
        Shell.withoutServer(folder)
            .run(
                "demo",
                "--exit",
                "--items",
                "300",
                "--changes",
                "200",
                "--changes-per-second",
                "200",
                "--data-dir",
                folder.resolve("data").toString(),
                "--clickhouse-url",
                address.toString(),
                "--clickhouse-password-file",
                folder.resolve("password").toString());

    assertThat(demo.code()).as(demo.err()).isZero();
    assertThat(demo.out().lines().toList().getLast())
        .contains("\"change_rows\":500,", "\"lost\":0,", "\"final_equals_table\":true");
    assertThat(folder.resolve("data/clickhouse")).doesNotExist();
  }

  @Test
  void aClickHouseBeyondLoopbackNeedsAPassword() {
    Outcome open =
        Shell.withoutServer(folder)
            .run("clickhouse", "--host", "0.0.0.0", "--port", "0", "--data-dir", "open");

    assertThat(open.code()).isEqualTo(1);
    assertThat(open.err()).contains("0.0.0.0").contains("--password-file");
    assertThat(folder.resolve("open")).doesNotExist();
  }

  private static String post(URI address, String sql) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(address)
                  .header("X-ClickHouse-Key", "s3cret")
                  .POST(HttpRequest.BodyPublishers.ofString(sql))
                  .build(),
              BodyHandlers.ofString())
          .body();
    }
  }

  private URI start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dnightjar.home=" + System.getProperty("nightjar.home"),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(folder.resolve("err").toFile());
    if (withoutAws) {
      builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
      builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
      builder.environment().put("HOME", folder.toString());
    }
    process = builder.start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    assertThat(line).as(Files.readString(folder.resolve("err"))).isNotNull();
    Matcher address = ADDRESS.matcher(line);
    assertThat(address.find()).as(line).isTrue();
    return URI.create(address.group());
  }

  /** SIGTERM, and the code that a shell has for it. */
  private void stop() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
  }

  private static int get(URI address) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
