package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.InstalledClient;
import dev.nightjar.server.testing.RunningServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** {@code tinybird-sdk} 0.4.0 as it is published, with the specification's example. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PythonSdkTest {
  // main, its branch and the workspace that takes files over mirror one table
  @RegisterExtension
  static final RunningServer SERVER = new RunningServer(options -> options.withMirrorsPerTable(3));

  @TempDir static Path folder;

  private static InstalledClient client;
  private static ClientProject project;
  private static Orders orders;

  @BeforeAll
  static void aProjectAndATable() throws Exception {
    client = InstalledClient.python("tinybird/sdk-python");
    project = new ClientProject(folder, SERVER).copy("tinybird/sdk-python/project");
    project.file(".gitignore", ".home\n__pycache__\n").git("feature/orders");
    // the specification's example imports its connections by their module's name
    project.with("PYTHONPATH", ".");
    orders = new Orders(SERVER).table("orders");
    SERVER
        .client()
        .form(
            "POST",
            "/v0/variables",
            Map.of("name", "dynamodb_role_arn_my_ddb", "value", orders.role("reader", "my_ddb")));
  }

  @AfterAll
  static void close() {
    orders.close();
  }

  private static Ended tinybird(String... arguments) {
    List<String> command = new ArrayList<>(List.of(client.folder() + "/venv/bin/tinybird"));
    command.addAll(List.of(arguments));
    return project.run(command.toArray(String[]::new));
  }

  private static Ended python(String program) {
    return project.run(client.folder() + "/venv/bin/python", program);
  }

  @Test
  @Order(1)
  void buildOnABranchIngestsThere() {
    tinybird("generate").succeeds().contains("2 datasources, 1 pipes, 1 connections");
    tinybird("build")
        .succeeds()
        .contains("feature_orders")
        .contains("DynamoDB initial export backfill started for datasource 'orders'");
    assertThat(orders.tables().exports("orders")).isEqualTo(1);
  }

  @Test
  @Order(2)
  void uvRunTinybirdDeployMirrorsIntoMain() {
    tinybird("deploy", "--check").succeeds().contains("Deployment is valid");
    assertThat(orders.tables().exports("orders")).isEqualTo(1);
    project.with("VIRTUAL_ENV", client.folder().resolve("venv").toString());
    project
        .run(
            client.folder() + "/venv/bin/uv",
            "run",
            "--active",
            "--no-project",
            "--offline",
            "tinybird",
            "deploy")
        .succeeds()
        .contains("is live!");
    assertThat(orders.tables().exports("orders")).isEqualTo(2);
    orders.awaitRows("SELECT count() FROM orders FINAL", "3");
  }

  @Test
  @Order(3)
  void theClientReadsTheMirrorsRows() {
    python("client.py").succeeds().contains("the client has read what the mirror holds");
  }

  @Test
  @Order(4)
  void itsOwnFunctionsBuildAndDeployWithoutTheConnection() {
    python("build.py").succeeds().contains("build_to_tinybird", "deploy_to_main");
    // deploy_to_main uploads no connections: the live one of that name stays
    assertThat(SERVER.client().get("/v0/connectors").body()).contains("\"name\":\"my_ddb\"");
    assertThat(orders.tables().exports("orders")).isEqualTo(2);
    project.file(
        "pipes.py", project.text("pipes.py").replace("AS status", "AS status, 'new' AS made"));
    python("build.py").succeeds().contains("deploy_to_main");
    orders.awaitRows("SELECT any(made) FROM orders_of", "new");
    assertThat(SERVER.client().get("/v0/connectors").body()).contains("\"name\":\"my_ddb\"");
  }

  @Test
  @Order(5)
  void filesOfTheWizardAreTakenOver() {
    int before = orders.tables().exports("orders");
    WizardProject wizard = new WizardProject(folder.resolve("wizard"), SERVER, "reader");
    String tinybird = client.folder() + "/venv/bin/tinybird";
    wizard
        .project()
        .run(tinybird, "migrate", "connections", "datasources", "--out", "migrated.py")
        .succeeds()
        .contains("Migrated 2 resources");
    wizard.configured("{\"include\": [\"migrated.py\"]}").isDeployedAlready(tinybird, "deploy");
    assertThat(orders.tables().exports("orders")).isEqualTo(before + 1);
  }
}
