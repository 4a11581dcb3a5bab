package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.InstalledClient;
import dev.nightjar.server.testing.RunningServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** {@code @tinybirdco/sdk} 0.0.84 as it is published, with the specification's example. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TypeScriptSdkTest {
  /** Hard-coded in the SDK for its local mode. */
  private static final int LOCAL_PORT = 7181;

  @RegisterExtension static final RunningServer SERVER = new RunningServer();
  @TempDir static Path folder;

  private static ClientProject project;
  private static Orders orders;

  @BeforeAll
  static void aProjectAndATable() throws Exception {
    InstalledClient client = InstalledClient.javaScript("tinybird/sdk-typescript");
    project = new ClientProject(folder, SERVER).copy("tinybird/sdk-typescript/project");
    Files.createSymbolicLink(
        folder.resolve("node_modules"), client.folder().resolve("node_modules"));
    project.file(".gitignore", "node_modules\n.home\nout\n").git("feature/orders");
    project.with("CI", null);
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
    List<String> command = new ArrayList<>(List.of("npx", "tinybird"));
    command.addAll(List.of(arguments));
    return project.run(command.toArray(String[]::new));
  }

  @Test
  @Order(1)
  void buildMakesTheBranchAndItsTables() {
    tinybird("build").succeeds().contains("feature_orders", "created", "orders.datasource created");
    tinybird("build").succeeds().contains("existing", "Build completed");
    tinybird("branch", "list").succeeds().contains("feature_orders");
    tinybird("info").succeeds().contains("Name:      main", "feature_orders");
    // what this client calls a build never ingests: it sends no with_connections
    assertThat(orders.tables().exports("orders")).isZero();
  }

  @Test
  @Order(2)
  void deployMirrorsIntoMain() {
    tinybird("deploy", "--check").succeeds().contains("Resources validated");
    assertThat(orders.tables().exports("orders")).isZero();
    tinybird("deploy").succeeds().contains("is live!");
    assertThat(orders.tables().exports("orders")).isEqualTo(1);
    orders.awaitRows("SELECT count() FROM orders FINAL", "3");
    tinybird("deploy").succeeds().contains("No changes");
    tinybird("deploy", "--no-auto").succeeds().contains("No changes");
  }

  @Test
  @Order(3)
  void theClientReadsTheMirrorsRows() {
    project
        .run("node", "client.mjs")
        .succeeds()
        .contains("the client has read what the mirror holds");
  }

  @Test
  @Order(4)
  void previewIngestsInABranchOfItsOwn() {
    tinybird("preview").succeeds().contains("tmp_ci_feature_orders");
    Client main = SERVER.client();
    String token =
        main.get("/v0/environments/tmp_ci_feature_orders?with_token=true")
            .json()
            .path("token")
            .asString();
    Orders.awaitRows(main.withToken(token), "SELECT count() FROM orders FINAL", "3");
    assertThat(orders.tables().exports("orders")).isEqualTo(2);
  }

  @Test
  @Order(5)
  void pullWritesWhatIsDeployed() {
    tinybird("pull", "--output-dir", "out", "--force").succeeds().contains("orders.datasource");
    assertThat(project.text("out/my_ddb.connection")).contains("DYNAMODB_REGION us-east-1");
    assertThat(project.text("out/orders.datasource")).contains("IMPORT_TABLE_ARN");
  }

  @Test
  @Order(6)
  void branchesAreClearedAndDeleted() {
    tinybird("clear", "-y").succeeds().contains("cleared successfully");
    tinybird("branch", "delete", "feature_orders").succeeds();
    tinybird("branch", "delete", "tmp_ci_feature_orders").succeeds();
    assertThat(SERVER.client().get("/v1/environments").json().path("environments")).isEmpty();
  }

  @Test
  @Order(7)
  void aRefusedDeploymentSaysWhere() {
    String before = project.text("src/datasources.ts");
    project.file("src/datasources.ts", before.replace("table/orders\"", "table/absent\""));
    tinybird("deploy", "--check").fails().contains("orders.datasource:", "table was not found");
    project.file("src/datasources.ts", before);
  }

  @Test
  @Order(8)
  void filesOfTheWizardAreTakenOver() throws Exception {
    int before = orders.tables().exports("orders");
    WizardProject wizard = new WizardProject(folder.resolve("wizard"), SERVER, "reader");
    Files.createSymbolicLink(folder.resolve("wizard/node_modules"), folder.resolve("node_modules"));
    wizard
        .project()
        .run("npx", "tinybird", "migrate", "connections", "datasources", "--out", "migrated.ts")
        .succeeds()
        .contains("1 datasource(s), 0 pipe(s), 1 connection(s)");
    wizard
        .configured(
            "{\"include\": [\"migrated.ts\"], \"token\": \"${TINYBIRD_TOKEN}\", \"baseUrl\": \"${TINYBIRD_URL}\"}")
        .isDeployedAlready("npx", "tinybird", "deploy");
    assertThat(orders.tables().exports("orders")).isEqualTo(before + 1);
  }

  @Test
  @Order(9)
  void localModeUsesAWorkspaceOfTheGitBranchsName() throws Exception {
    Optional<PortForward> local = PortForward.open(LOCAL_PORT, SERVER.server().port());
    if (local.isEmpty()) {
      abort(
          "port "
              + LOCAL_PORT
              + ", which the SDK takes for every local server, is taken by something else here");
    }
    try (PortForward _ = local.get()) {
      tinybird("build", "--local").succeeds().contains("orders.datasource created");
      tinybird("preview", "--local").succeeds();
      tinybird("clear", "--local", "-y").succeeds();
      assertThat(SERVER.client().get("/v1/user/workspaces").body()).contains("feature_orders");
    }
  }
}
