package dev.nightjar.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page in a browser can do with a server that asks for no password: nothing. */
@ExtendWith(EmbeddedEngine.class)
@Timeout(60)
class ForeignPagesTest {
  private static HttpListeners open;
  private static HttpListeners locked;

  @BeforeAll
  static void listen() throws IOException {
    open = listener("");
    locked = listener("secret");
  }

  @AfterAll
  static void close() {
    open.close();
    locked.close();
  }

  private static HttpListeners listener(String password) throws IOException {
    EmbeddedClickHouse database = (EmbeddedClickHouse) EmbeddedEngine.shared();
    return ClickHouseListener.open(
        Optional.empty(),
        0,
        Duration.ofSeconds(5),
        new HttpInterface(
            new FullRightsDoor(database, password),
            ServerFacts.of(database, "tested"),
            new HttpOptions(database.scratch(), 100 << 20)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost:8123|Origin: https://page.example",
        "Host: localhost:8123|Origin: null",
        "Host: localhost:8123|Sec-Fetch-Site: cross-site",
        "Host: 127.0.0.1:8123|Sec-Fetch-Site: same-site",
        "Host: rebound.example:8123",
        "Host: rebound.example",
        "Host: 127.0.0.1.rebound.example",
        "Host: localhost.rebound.example:8123",
        "Host: rebound.example.:8123"
      })
  void refusesPagesOfOtherSites(String headers) throws IOException {
    assertThat(send(open, headers.replace("|", "\r\n")))
        .startsWith("HTTP/1.1 403 ")
        .contains("Code: 497. ")
        .contains("--password-file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost:8123",
        "Host: LOCALHOST",
        "Host: 127.0.0.1:8123",
        "Host: [::1]:8123",
        "Host: clickhouse:8123",
        "Host: host.docker.internal:8123",
        "Host: app.localhost:8123",
        "Host: localhost:8123|Sec-Fetch-Site: none"
      })
  void letsProgramsIn(String headers) throws IOException {
    assertThat(send(open, headers.replace("|", "\r\n"))).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Host: rebound.example", "Host: x|Origin: https://page.example"})
  void asksForNothingButThePasswordWhereThereIsOne(String headers) throws IOException {
    assertThat(send(locked, headers.replace("|", "\r\n") + "\r\nX-ClickHouse-Key: secret"))
        .startsWith("HTTP/1.1 200 ");
  }

  private static String send(HttpListeners listeners, String headers) throws IOException {
    String request = "GET /?query=SELECT+1 HTTP/1.1\r\n" + headers + "\r\n\r\n";
    try (Socket socket = new Socket("127.0.0.1", listeners.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
