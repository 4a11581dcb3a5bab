package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SystemRoutesTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final Client client = SERVER.client();

  @Test
  void tellsItsHealthAndVersionToAnybody() {
    Client anybody = client.withoutToken();

    assertThat(anybody.get("/health/live").status()).isEqualTo(200);
    assertThat(anybody.get("/health/ready").json().path("status").asString()).isEqualTo("ready");
    assertThat(anybody.get("/version").contentType()).isEqualTo("text/plain");
    assertThat(anybody.get("/v0/regions").json().path("regions").isArray()).isTrue();
    assertThat(anybody.get("/metrics").body()).contains("jvm_memory_used_bytes");
  }

  @Test
  void tellsWhatIsWellToAnybodyAndNamesToThoseWhoMayReadMetrics() throws IOException {
    String elsewhere = "Host: nightjar.example\r\nConnection: close\r\n";
    String token = "Authorization: Bearer " + SERVER.server().tokens().adminToken() + "\r\n";

    JsonNode here = client.withoutToken().get("/health/ready").json();
    assertThat(here.at("/checks/clickhouse/ok").asBoolean()).isTrue();
    assertThat(here.at("/checks/state_database/ok").asBoolean()).isTrue();
    assertThat(here.at("/checks/started/ok").asBoolean()).isTrue();
    assertThat(here.at("/mirrors/failures").isArray()).isTrue();
    assertThat(rawBody("GET /health/ready HTTP/1.1\r\n" + elsewhere + "\r\n"))
        .contains("\"clickhouse\":{\"ok\":true")
        .doesNotContain("failures");
    assertThat(rawStatus("GET /metrics HTTP/1.1\r\n" + elsewhere + "\r\n")).isEqualTo(403);
    assertThat(rawStatus("GET /metrics HTTP/1.1\r\n" + elsewhere + token + "\r\n")).isEqualTo(200);
    assertThat(
            rawStatus(
                "GET /metrics HTTP/1.1\r\n" + elsewhere + "Authorization: Bearer p.x\r\n\r\n"))
        .isEqualTo(403);
  }

  @Test
  void tellsTokensToProgramsOfThisMachine() {
    JsonNode tokens = client.withoutToken().get("/tokens").json();

    for (String name : new String[] {"user_token", "admin_token", "workspace_admin_token"}) {
      assertThat(tokens.path(name).asString()).startsWith("p.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "localhost:7181, 200",
    "127.0.0.1:7181, 200",
    "[::1]:7181, 200",
    "evil.example, 403",
    "localhost.evil.example, 403",
    "127.0.0.1.evil.example:7181, 403",
    "0.0.0.0, 403"
  })
  void tellsTokensOnlyWhereTheHostIsThisMachine(String host, int status) throws IOException {
    assertThat(rawStatus("GET /tokens HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-For: 192.0.2.7",
        "X-Forwarded-Proto: https",
        "Forwarded: for=192.0.2.7",
        "Via: 1.1 proxy",
        "X-Real-IP: 192.0.2.7",
        "Origin: https://example.com",
        "Sec-Fetch-Site: cross-site"
      })
  void tellsNothingThroughAProxyOnThisMachineOrToAPage(String added) throws IOException {
    String head = " HTTP/1.1\r\nHost: localhost:7181\r\n" + added + "\r\nConnection: close\r\n\r\n";

    assertThat(rawStatus("GET /tokens" + head)).isEqualTo(403);
    assertThat(rawStatus("GET /metrics" + head)).isEqualTo(403);
    assertThat(rawBody("GET /health/ready" + head)).contains("ready").doesNotContain("failures");
  }

  @Test
  @Timeout(60)
  void closesAConnectionThatIsForOneAnswer() throws IOException {
    String head = " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

    assertThat(rawBody("GET /health/live" + head + "\r\n")).contains("live");
    String smuggled = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
    assertThat(
            rawBody(
                "POST /v0/sql"
                    + head
                    + "Content-Length: "
                    + smuggled.length()
                    + "\r\n\r\n"
                    + smuggled))
        .as("a body that nobody reads, for there is no token, is no request")
        .contains("A token is needed")
        .doesNotContain("live");
  }

  @Test
  void listensOnBothLoopbackAddresses() {
    URI six = URI.create("http://[::1]:" + SERVER.server().port());

    assertThat(new Client(six, Optional.empty()).get("/health/live").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/workspace", "/v0/sql?q=SELECT+1", "/v0/variables", "/v1/mirrors"})
  void refusesAWrongOrMissingTokenWith403(String path) {
    assertThat(client.withoutToken().get(path).status()).isEqualTo(403);
    assertThat(client.withToken("p.wrong").get(path).status()).isEqualTo(403);
    assertThat(client.withToken("p.wrong").get(path).error()).isEqualTo("Invalid token.");
  }

  @Test
  void takesTheTokenFromTheQueryAndTheHeaderFirst() {
    String token = SERVER.server().tokens().workspaceAdminToken();

    assertThat(client.withoutToken().get("/v1/workspace?token=" + token).status()).isEqualTo(200);
    assertThat(client.withToken("p.wrong").get("/v1/workspace?token=" + token).status())
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/workspace/",
        "/v1/workspace?&from=ts-sdk",
        "/v1/workspace/?cli_version=4&__tb__semver=&x=%20y",
        "/v0/datasources?&token=x"
      })
  void toleratesSlashesEmptyPairsAndUnknownParameters(String path) {
    assertThat(client.get(path).status()).isEqualTo(200);
  }

  @Test
  void answersAnUnknownPathInJson() {
    Response response = client.get("/v1/infra?cli_version=4.6.23");

    assertThat(response.status()).isEqualTo(404);
    assertThat(response.contentType()).startsWith("application/json");
    assertThat(response.error()).contains("GET /v1/infra");
  }

  @Test
  void answersABrokenRequestInJson() throws IOException {
    assertThat(rawStatus("GET /v1/work space HTTP/1.1\r\nHost: x\r\n\r\n")).isEqualTo(400);
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    Response response = client.post("/v1/build", "-- " + "x".repeat(65 << 20));

    assertThat(response.status()).isEqualTo(413);
    assertThat(response.error()).contains("64 MB");
  }

  @Test
  void knowsWhoseTokenItIs() {
    Client user = client.withToken(SERVER.server().tokens().userToken());

    assertThat(user.get("/v0/auth").json().path("is_user").asBoolean()).isTrue();
    assertThat(client.get("/v0/auth").json().path("is_user").asBoolean()).isFalse();
    assertThat(user.get("/v1/workspace").status()).isEqualTo(403);
  }

  @Test
  void keepsWorkspacesApart() {
    Client user = client.withToken(SERVER.server().tokens().userToken());
    Response made =
        user.form(
            "POST",
            "/v1/workspaces",
            Map.of("name", "feature_x", "assign_to_organization_id", "o"));
    Client other = client.withToken(made.json().path("token").asString());

    assertThat(made.status()).isEqualTo(200);
    assertThat(user.form("POST", "/v1/workspaces?name=feature_x", Map.of()).status())
        .isEqualTo(409);
    assertThat(user.form("POST", "/v1/workspaces?name=a%2Fb", Map.of()).status()).isEqualTo(400);
    assertThat(other.get("/v1/workspace").json().path("name").asString()).isEqualTo("feature_x");
    assertThat(other.post("/v1/workspaces?name=mine").status()).isEqualTo(403);
    assertThat(names(other.get("/v1/user/workspaces"))).containsExactly("feature_x");
    assertThat(names(client.get("/v1/user/workspaces?with_organization=true")))
        .containsExactly("main", "feature_x");

    client.form("POST", "/v0/variables", Map.of("name", "only_main", "value", "v"));
    assertThat(other.get("/v0/variables/only_main").status()).isEqualTo(404);

    String id = made.json().path("id").asString();
    assertThat(user.delete("/v1/workspaces/" + id + "?hard_delete_confirmation=yes").status())
        .isEqualTo(200);
    assertThat(other.get("/v1/workspace").status()).isEqualTo(403);
    assertThat(user.delete("/v1/workspaces/" + id).status()).isEqualTo(404);
    String main = client.get("/v1/workspace").json().path("id").asString();
    assertThat(user.delete("/v1/workspaces/" + main).status()).isEqualTo(400);
  }

  private static Iterable<String> names(Response response) {
    return response
        .json()
        .path("workspaces")
        .valueStream()
        .map(w -> w.path("name").asString())
        .toList();
  }

  /** To the end of the connection, which the request has to ask for. */
  private static String rawBody(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), SERVER.server().port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return answer.substring(answer.indexOf("\r\n\r\n"));
    }
  }

  private static int rawStatus(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), SERVER.server().port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      InputStream in = socket.getInputStream();
      String head = new String(in.readNBytes(12), StandardCharsets.ISO_8859_1);
      return Integer.parseInt(head.substring(9, 12));
    }
  }
}
