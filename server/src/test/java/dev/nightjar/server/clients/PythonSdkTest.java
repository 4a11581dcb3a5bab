package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.InstalledClient;
import dev.nightjar.server.testing.RunningServer;
import java.nio.file.Path;
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
  private static SdkProject sdk;

  @BeforeAll
  static void aProjectAndATable() throws Exception {
    client = InstalledClient.python("tinybird/sdk-python");
    sdk =
        new SdkProject(
            folder,
            SERVER,
            "tinybird/sdk-python/project",
            "__pycache__\n",
            client.folder() + "/venv/bin/tinybird");
    // the specification's example imports its connections by their module's name
    sdk.files().with("PYTHONPATH", ".");
  }

  @AfterAll
  static void close() {
    sdk.close();
  }

  private static Ended python(String program) {
    return sdk.files().run(client.folder() + "/venv/bin/python", program);
  }

  @Test
  @Order(1)
  void buildOnABranchIngestsThere() {
    sdk.tinybird("generate").succeeds().contains("2 datasources, 1 pipes, 1 connections");
    sdk.tinybird("build")
        .succeeds()
        .contains("feature_orders")
        .contains("DynamoDB initial export backfill started for datasource 'orders'");
    assertThat(sdk.exports()).isEqualTo(1);
  }

  @Test
  @Order(2)
  void uvRunTinybirdDeployMirrorsIntoMain() {
    sdk.tinybird("deploy", "--check").succeeds().contains("Deployment is valid");
    assertThat(sdk.exports()).isEqualTo(1);
    sdk.files().with("VIRTUAL_ENV", client.folder().resolve("venv").toString());
    sdk.files()
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
    assertThat(sdk.exports()).isEqualTo(2);
    sdk.awaitRows("SELECT count() FROM orders FINAL", "3");
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
    assertThat(sdk.exports()).isEqualTo(2);
    sdk.replace("pipes.py", "AS status", "AS status, 'new' AS made");
    python("build.py").succeeds().contains("deploy_to_main");
    sdk.awaitRows("SELECT any(made) FROM orders_of", "new");
    assertThat(SERVER.client().get("/v0/connectors").body()).contains("\"name\":\"my_ddb\"");
  }

  @Test
  @Order(5)
  void filesOfTheWizardAreTakenOver() {
    sdk.takesOverTheWizardsFiles(
        "migrated.py", "Migrated 2 resources", "{\"include\": [\"migrated.py\"]}");
  }

  @Test
  @Order(6)
  void nothingIsAskedForThatTheServerDoesNotKnow() {
    assertThat(sdk.unknownPaths()).isEmpty();
  }
}
