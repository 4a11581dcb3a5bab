package dev.nightjar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.remote.Secret;
import dev.nightjar.clickhouse.testing.ClickHouseProcess;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Files;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A server whose ClickHouse is a process of its own. */
@Timeout(180)
class RemoteServerTest {
  private static final String AWAY =
      "ClickHouse is away, or too many queries wait for it. Try again in a moment.";

  @TempDir Path directory;

  @Test
  void saysThatThePasswordIsWrong() {
    try (ClickHouseProcess process = new ClickHouseProcess(directory.resolve("ch")).start()) {
      ServerOptions options =
          ServerOptions.in(directory.resolve("data"))
              .withPort(0)
              .withClickHouse(process.options().as("default", Secret.of("not-the-password")));

      assertThatThrownBy(() -> NightjarServer.start(options))
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("does not take the user 'default' with this password")
          .hasMessageContaining("Check --clickhouse-user and the password.")
          .hasMessageNotContaining("not-the-password");
    }
  }

  @Test
  void startsWithoutItsClickHouseAndWorksWhenItIsThere() throws Exception {
    try (ClickHouseProcess process = new ClickHouseProcess(directory.resolve("ch"));
        NightjarServer server =
            NightjarServer.start(
                ServerOptions.in(directory.resolve("data"))
                    .withPort(0)
                    .withClickHouse(process.options().databasePrefix("nj_")))) {
      Client client =
          new Client(server.address(), Optional.of(server.tokens().workspaceAdminToken()));
      Map<String, String> files =
          Map.of(
              "plain.datasource", Files.plain(),
              "ends.pipe", Files.endpoint("SELECT count() AS n FROM plain"));
      assertThat(client.get("/v0/sql?q=SELECT+1").status()).isEqualTo(503);
      assertThat(client.get("/health/ready").status()).isEqualTo(503);
      assertThat(client.get("/v0/sql?q=SELECT+1").error()).isEqualTo(AWAY);
      assertThat(client.upload("/v1/build", files).status()).isEqualTo(503);
      assertThat(client.get("/v0/datasources").error()).isEqualTo(AWAY);
      assertThat(askClickHousePort(server)).startsWith("Code: 202. DB::Exception: ");

      process.start();
      awaitAnswers(client);
      assertThat(client.upload("/v1/build", files).status()).isEqualTo(200);
      assertThat(client.get("/v0/pipes/ends.json").json().at("/data/0/n").asInt()).isZero();
      assertThat(askClickHousePort(server)).isEqualTo("0\n");
      assertThat(client.get("/v0/sql?q=SELECT+1+FROM+system.databases").status()).isEqualTo(400);

      JsonNode sent =
          client
              .post("/v0/events?name=plain", "{\"id\":\"a\",\"n\":1}\n{\"id\":\"b\",\"n\":\"x\"}")
              .json();
      assertThat(sent.path("successful_rows").asInt()).as(sent.toString()).isEqualTo(1);
      assertThat(sent.path("quarantined_rows").asInt()).isEqualTo(1);
      assertThat(client.rows("SELECT id, n FROM plain_quarantine")).isEqualTo("b\tx");
      assertThat(client.get("/v0/pipes/ends.json").json().at("/data/0/n").asInt()).isEqualTo(1);

      awaitReady(client, 200);
      aQueryEndsWhenItsClientGoesAway(server);

      process.kill();
      assertThat(client.get("/v0/pipes/ends.json").status()).isEqualTo(503);
      awaitReady(client, 503);
      JsonNode ready = client.get("/health/ready").json();
      assertThat(ready.path("status").asString()).isEqualTo("not_ready");
      assertThat(ready.at("/checks/clickhouse/ok").asBoolean()).isFalse();
      assertThat(ready.at("/checks/clickhouse/message").asString()).startsWith("UNAVAILABLE: ");
      assertThat(ready.at("/checks/state_database/ok").asBoolean()).isTrue();
      assertThat(client.get("/metrics").body())
          .contains("nightjar_clickhouse_reachable 0.0")
          .contains("nightjar_ready 0.0")
          .contains("nightjar_state_database_writable 1.0");
      assertThat(client.get("/health/live").status()).isEqualTo(200);
      process.start();
      awaitAnswers(client);
      awaitReady(client, 200);
      assertThat(client.get("/metrics").body()).contains("nightjar_clickhouse_reachable 1.0");
      assertThat(client.get("/v0/pipes/ends.json").status()).isEqualTo(200);
    }
  }

  private static void aQueryEndsWhenItsClientGoesAway(NightjarServer server) throws IOException {
    String sql = "SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 1";
    try (Socket socket = new Socket("127.0.0.1", server.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /v0/sql?token="
                      + server.tokens().workspaceAdminToken()
                      + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: "
                      + sql.length()
                      + "\r\n\r\n"
                      + sql)
                  .getBytes(StandardCharsets.US_ASCII));
      await().atMost(Duration.ofSeconds(30)).until(() -> running(server) == 1);
    }
    await().atMost(Duration.ofSeconds(40)).until(() -> running(server) == 0);
  }

  private static long running(NightjarServer server) {
    return server
        .database()
        .rows(
            Query.of(
                "SELECT count() AS n FROM system.processes WHERE query LIKE '%sipHash64%'"
                    + " AND query NOT LIKE '%system.processes%'"))
        .single()
        .number("n");
  }

  private static String askClickHousePort(NightjarServer server)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.clickHousePort().orElseThrow() + "/"))
            .header("X-ClickHouse-Key", server.tokens().workspaceAdminToken())
            .POST(BodyPublishers.ofString("SELECT count() FROM plain"))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, BodyHandlers.ofString()).body();
    }
  }

  private static void awaitReady(Client client, int status) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> client.get("/health/ready").status() == status);
  }

  private static void awaitAnswers(Client client) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> client.get("/v0/sql?q=SELECT+1").status() == 200);
  }
}
