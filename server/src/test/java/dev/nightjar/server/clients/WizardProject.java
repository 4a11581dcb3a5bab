package dev.nightjar.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clients.ClientProject.Ended;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.RunningServer;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files that {@code nightjar connection create dynamodb} writes, deployed in a workspace of
 * their own, and then taken over by another client.
 */
final class WizardProject {
  private final ClientProject project;
  private final Client workspace;

  /**
   * @param role the name of a role that trusts the server
   */
  WizardProject(Path folder, RunningServer server, String role) {
    this.project = new ClientProject(folder, server).copy("tinybird/wizard");
    Client user = server.client().withToken(server.server().tokens().userToken());
    String token =
        user.form("POST", "/v1/workspaces", Map.of("name", "wizard"))
            .json()
            .path("token")
            .asString();
    this.workspace = server.client().withToken(token);
    project.with("TINYBIRD_TOKEN", token).with("TB_TOKEN", token);
    workspace.form(
        "POST",
        "/v0/variables",
        Map.of("name", "dynamodb_role_arn_my_ddb", "value", DynamoTables.role(role)));
    Response deployed =
        workspace.upload(
            "/v1/deploy?auto_promote=true",
            Map.of(
                "connections/my_ddb.connection", project.text("connections/my_ddb.connection"),
                "datasources/orders.datasource", project.text("datasources/orders.datasource")));
    assertThat(deployed.json().path("result").asString()).as(deployed.body()).isEqualTo("success");
    Orders.awaitRows(workspace, "SELECT count() FROM orders FINAL", "3");
  }

  ClientProject project() {
    return project;
  }

  /** With what the client wants to know of the project, as JSON. */
  WizardProject configured(String configuration) {
    project.file("tinybird.config.json", configuration);
    return this;
  }

  /** A deployment by the client that finds nothing to do. */
  void isDeployedAlready(String... deploy) {
    Ended ended = project.run(deploy);
    ended.succeeds().contains("No changes");
  }
}
