package dev.nightjar.server.clickhouse;

import static dev.nightjar.server.clickhouse.PortClient.encoded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clickhouse.PortClient.Answer;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who may ask at the port of ClickHouse's clients, and whose tables they see. */
class ClickHousePortTokensTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final PortClient client = PortClient.of(SERVER);

  @BeforeAll
  static void deploy() {
    build(SERVER.client(), Map.of("plain.datasource", Files.plain()));
  }

  private static void build(Client client, Map<String, String> files) {
    Response build = client.upload("/v1/build", files);
    assertThat(build.json().path("result").asString()).as(build.body()).isEqualTo("success");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-ClickHouse-Key", "basic", "password"})
  void takesATokenInEveryWay(String way) {
    String token = SERVER.server().tokens().workspaceAdminToken();
    Answer answer =
        switch (way) {
          case "basic" ->
              client.send(
                  "GET",
                  "query=SELECT+1",
                  "",
                  Map.of(
                      "Authorization",
                      "Basic "
                          + Base64.getEncoder()
                              .encodeToString(("main:" + token).getBytes(StandardCharsets.UTF_8))));
          case "password" ->
              client.send("GET", "query=SELECT+1&password=" + encoded(token), "", Map.of());
          // as `tb ch` does
          default ->
              client.send(
                  "GET",
                  "query=SELECT+1",
                  "",
                  Map.of("X-ClickHouse-User", "main", "X-ClickHouse-Key", token));
        };

    assertThat(answer.body()).isEqualTo("1\n");
  }

  @Test
  void asksForATokenOfAWorkspace() {
    String user = SERVER.server().tokens().userToken();

    for (Map<String, String> headers :
        List.of(
            Map.<String, String>of(),
            Map.of("X-ClickHouse-Key", "wrong"),
            Map.of("X-ClickHouse-Key", user),
            Map.of("X-ClickHouse-User", "default"))) {
      Answer answer = client.send("GET", "query=SELECT+1", "", headers);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.code()).contains("516");
      assertThat(answer.body()).contains("AUTHENTICATION_FAILED").doesNotContain(user);
    }
  }

  @Test
  void seesNothingOfAnotherWorkspace() {
    Client owner =
        new Client(SERVER.server().address(), Optional.of(SERVER.server().tokens().userToken()));
    JsonNode made = owner.form("POST", "/v1/workspaces", Map.of("name", "second")).json();
    String token = made.path("token").asString();
    assertThat(token).as(made.toString()).isNotEmpty();
    build(SERVER.client().withToken(token), Map.of("hidden.datasource", Files.plain()));
    PortClient second = new PortClient(client.port(), token);

    assertThat(client.post("SELECT count() FROM main.plain").body()).isEqualTo("0\n");
    assertThat(second.post("SHOW TABLES").body()).isEqualTo("hidden\n");
    assertThat(second.post("SELECT currentDatabase() FROM second.hidden").body()).isEmpty();
    assertThat(second.post("SELECT * FROM main.plain").code()).contains("60");
    assertThat(client.post("SELECT * FROM hidden").code()).contains("60");
    assertThat(client.post("SELECT * FROM second.hidden").code()).contains("60");
    assertThat(client.post("database=second", "SELECT 1").code()).contains("81");
    assertThat(client.post("SELECT count() FROM system.tables WHERE name = 'hidden'").body())
        .isEqualTo("0\n");
  }
}
