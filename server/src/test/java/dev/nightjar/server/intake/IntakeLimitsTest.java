package dev.nightjar.server.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much is taken at a time, and who is told what became of it. */
class IntakeLimitsTest {
  private static final int UPLOADS_AT_A_TIME = 8;

  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(
          options -> options.withIntakeLimits(new IntakeLimits(1 << 20, 1 << 20, 1, 0, false)));

  private final Client client = SERVER.client();

  @BeforeAll
  static void deploy() {
    SERVER
        .client()
        .upload("/v1/build", Map.of("a.datasource", Files.plain(), "b.datasource", Files.plain()));
  }

  @Test
  void moreEventsThanCanWaitAreRefusedUntilThereIsRoom() throws IOException {
    try (Socket _ = begun("/v0/events?name=a")) {
      await().until(() -> events().status() == 429);
      assertThat(events().error()).contains("with more events in each");
    }

    await().until(() -> events().status() == 200);
  }

  @Test
  void moreFilesThanAreReadAtATimeAreRefusedUntilThereIsRoom() throws IOException {
    List<Socket> reading = new ArrayList<>();
    for (int i = 0; i < UPLOADS_AT_A_TIME; i++) {
      reading.add(begun("/v0/datasources?name=a&mode=append&format=ndjson"));
    }
    await().until(() -> file().status() == 429);
    for (Socket socket : reading) {
      socket.close();
    }

    await().until(() -> file().status() == 200);
  }

  @Test
  void whoMayAppendToADataSourceSeesItsImportsAndNoOtherJob() {
    Client appender =
        client.withToken(
            client
                .post("/v0/tokens?name=appender&scope=DATASOURCES:APPEND:a")
                .json()
                .path("token")
                .asString());
    String own = job("/v1/datasources/a/append?format=ndjson", "{\"id\":\"1\",\"n\":1}");
    String other = job("/v1/datasources/b/append?format=ndjson", "{\"id\":\"1\",\"n\":1}");
    String deletion =
        client
            .form("POST", "/v0/datasources/a/delete", Map.of("delete_condition", "n = 1"))
            .json()
            .path("job_id")
            .asString();

    assertThat(appender.get("/v0/jobs/" + own).status()).isEqualTo(200);
    for (String hidden : List.of(other, deletion, "none", "deployment-1")) {
      assertThat(appender.get("/v0/jobs/" + hidden).status()).as(hidden).isEqualTo(403);
    }
    assertThat(appender.get("/v0/jobs").status()).isEqualTo(403);
    assertThat(appender.post("/v0/jobs/" + own + "/cancel").status()).isEqualTo(403);
  }

  private String job(String path, String rows) {
    return client.post(path, rows).json().path("id").asString();
  }

  private Response events() {
    return client.post("/v0/events?name=a", "{\"id\":\"1\",\"n\":1}");
  }

  private Response file() {
    return client.post(
        "/v0/datasources?name=a&mode=append&format=ndjson", "{\"id\":\"1\",\"n\":1}");
  }

  /** A request whose body has not come yet. */
  private static Socket begun(String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", SERVER.server().port());
    socket
        .getOutputStream()
        .write(
            ("POST "
                    + path
                    + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nAuthorization: Bearer "
                    + SERVER.server().tokens().workspaceAdminToken()
                    + "\r\n\r\n{")
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }
}
