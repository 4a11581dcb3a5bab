package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.InstalledClient;
import dev.nightjar.server.testing.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import tools.jackson.databind.JsonNode;

/** {@code @tinybirdco/sdk} 0.0.84 as it is published, with the specification's example. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TypeScriptSdkTest {
  /** Hard-coded in the SDK for its local mode. */
  private static final int LOCAL_PORT = 7181;

  @RegisterExtension static final RunningServer SERVER = new RunningServer();
  @TempDir static Path folder;

  private static SdkProject sdk;

  @BeforeAll
  static void aProjectAndATable() throws Exception {
    InstalledClient client = InstalledClient.javaScript("tinybird/sdk-typescript");
    Files.createSymbolicLink(
        folder.resolve("node_modules"), client.folder().resolve("node_modules"));
    sdk =
        new SdkProject(
            folder,
            SERVER,
            "tinybird/sdk-typescript/project",
            "node_modules\nout\n",
            client.folder() + "/node_modules/.bin/tinybird");
    sdk.files().with("CI", null);
  }

  @AfterAll
  static void close() {
    sdk.close();
  }

  @Test
  @Order(1)
  void buildMakesTheBranchAndItsTables() {
    sdk.tinybird("build")
        .succeeds()
        .contains("feature_orders", "created", "orders.datasource created");
    sdk.tinybird("build").succeeds().contains("existing", "Build completed");
    sdk.tinybird("branch", "list").succeeds().contains("feature_orders");
    sdk.tinybird("info").succeeds().contains("Name:      main", "feature_orders");
    // what this client calls a build never ingests: it sends no with_connections
    assertThat(sdk.exports()).isZero();
  }

  @Test
  @Order(2)
  void deployMirrorsIntoMain() {
    sdk.tinybird("deploy", "--check").succeeds().contains("Resources validated");
    assertThat(sdk.exports()).isZero();
    sdk.files().run("npx", "tinybird", "deploy").succeeds().contains("is live!");
    assertThat(sdk.exports()).isEqualTo(1);
    sdk.awaitRows("SELECT count() FROM orders FINAL", "3");
    sdk.tinybird("deploy").succeeds().contains("No changes");
  }

  @Test
  @Order(3)
  void aDeploymentThatIsNotPromotedIsNotLive() {
    sdk.replace("src/pipes.ts", "AS status", "AS status, 'new' AS made");
    sdk.tinybird("deploy", "--no-auto").succeeds();
    assertThat(deployments()).containsExactly("1 data_ready live", "2 data_ready");
    assertThat(SERVER.client().get("/v0/pipes/orders_of.json").body()).doesNotContain("made");
    // the next one throws it away
    sdk.tinybird("deploy").succeeds().contains("is live!");
    assertThat(deployments()).containsExactly("3 data_ready live");
    sdk.awaitRows("SELECT any(made) FROM orders_of", "new");
    sdk.replace("src/pipes.ts", "AS status, 'new' AS made", "AS status");
    sdk.tinybird("deploy").succeeds().contains("is live!");
    assertThat(sdk.exports()).isEqualTo(1);
  }

  private static List<String> deployments() {
    List<String> shown = new ArrayList<>();
    for (JsonNode each : SERVER.client().get("/v1/deployments").json().path("deployments")) {
      shown.add(
          each.path("id").asString()
              + " "
              + each.path("status").asString()
              + (each.path("live").asBoolean() ? " live" : ""));
    }
    return shown;
  }

  @Test
  @Order(4)
  void theClientReadsTheMirrorsRows() {
    sdk.files()
        .run("node", "client.mjs")
        .succeeds()
        .contains("the client has read what the mirror holds");
  }

  @Test
  @Order(5)
  void previewIngestsInABranchOfItsOwn() {
    sdk.tinybird("preview").succeeds().contains("tmp_ci_feature_orders");
    Client main = SERVER.client();
    String token =
        main.get("/v0/environments/tmp_ci_feature_orders?with_token=true")
            .json()
            .path("token")
            .asString();
    Orders.awaitRows(main.withToken(token), "SELECT count() FROM orders FINAL", "3");
    assertThat(sdk.exports()).isEqualTo(2);
  }

  @Test
  @Order(6)
  void pullWritesWhatIsDeployed() {
    sdk.tinybird("pull", "--output-dir", "out", "--force").succeeds().contains("orders.datasource");
    assertThat(sdk.files().text("out/my_ddb.connection")).contains("DYNAMODB_REGION us-east-1");
    assertThat(sdk.files().text("out/orders.datasource")).contains("IMPORT_TABLE_ARN");
  }

  @Test
  @Order(7)
  void branchesAreClearedAndDeleted() {
    sdk.tinybird("clear", "-y").succeeds().contains("cleared successfully");
    sdk.tinybird("branch", "delete", "feature_orders").succeeds();
    sdk.tinybird("branch", "delete", "tmp_ci_feature_orders").succeeds();
    assertThat(SERVER.client().get("/v1/environments").json().path("environments")).isEmpty();
  }

  @Test
  @Order(8)
  void aRefusedDeploymentSaysWhere() {
    sdk.replace("src/datasources.ts", "table/orders\"", "table/absent\"");
    sdk.tinybird("deploy", "--check").fails().contains("orders.datasource:", "table was not found");
    sdk.replace("src/datasources.ts", "table/absent\"", "table/orders\"");
  }

  @Test
  @Order(9)
  void filesOfTheWizardAreTakenOver() throws Exception {
    Files.createDirectories(folder.resolve("wizard"));
    Files.createSymbolicLink(folder.resolve("wizard/node_modules"), folder.resolve("node_modules"));
    sdk.takesOverTheWizardsFiles(
        "migrated.ts",
        "1 datasource(s), 0 pipe(s), 1 connection(s)",
        "{\"include\": [\"migrated.ts\"], \"token\": \"${TINYBIRD_TOKEN}\", \"baseUrl\": \"${TINYBIRD_URL}\"}");
  }

  @Test
  @Order(10)
  void localModeUsesAWorkspaceOfTheGitBranchsName() throws Exception {
    Optional<PortForward> local = PortForward.open(LOCAL_PORT, SERVER.server().port());
    if (local.isEmpty()) {
      abort(
          "port "
              + LOCAL_PORT
              + ", which the SDK takes for every local server, is taken by something else here");
    }
    try (PortForward _ = local.get()) {
      sdk.tinybird("build", "--local").succeeds().contains("orders.datasource created");
      sdk.tinybird("preview", "--local").succeeds();
      sdk.tinybird("clear", "--local", "-y").succeeds();
      assertThat(SERVER.client().get("/v1/user/workspaces").body()).contains("feature_orders");
    }
  }

  @Test
  @Order(11)
  void nothingIsAskedForThatTheServerDoesNotKnow() {
    assertThat(sdk.unknownPaths()).isEmpty();
  }
}
