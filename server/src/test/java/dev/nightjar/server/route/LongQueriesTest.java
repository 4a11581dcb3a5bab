package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.RunningServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queries that run for long, whose results are long, or that fail half way. */
class LongQueriesTest {
  private static final String FOR_HOURS =
      "SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 1";
  private static final Duration SOON = Duration.ofSeconds(40);

  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final Client client = SERVER.client();

  @Test
  void anErrorBeforeTheFirstMegabyteIsAProperAnswer() {
    Response response =
        client.post("/v0/sql", "SELECT throwIf(number = 1000) FROM numbers(2000) FORMAT TSV");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.error()).contains("throwIf").doesNotContain("executing");
  }

  @Test
  void anErrorAfterItBreaksTheAnswerOff() {
    assertThatThrownBy(() ->
            client.post(
                "/v0/sql", "SELECT throwIf(number = 9000000) FROM numbers(10000000) FORMAT TSV"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(client.rows("SELECT 1")).isEqualTo("1");
  }

  @Test
  void everyFormatIsStreamed() {
    for (String format : new String[] {"JSON", "JSONCompact", "CSVWithNames", "JSONEachRow"}) {
      String body =
          client
              .post("/v0/sql", "SELECT number AS n FROM numbers(1000000) FORMAT " + format)
              .body();
      assertThat(body).as(format).contains("999999").hasSizeGreaterThan(6_000_000);
    }
  }

  @Test
  void aQueryIsEndedWhenItsClientGoesAwayBeforeThereIsAnAnswer() throws IOException {
    double left = left();
    Socket socket = ask(FOR_HOURS);
    await().atMost(SOON).until(() -> metric("nightjar_queries_running") == 1);

    socket.close();

    await().atMost(SOON).until(() -> left() == left + 1);
    await().atMost(SOON).until(() -> metric("nightjar_queries_running") == 0);
  }

  @Test
  void aQueryIsEndedWhenItsClientGoesAwayInTheMiddleOfIt() throws IOException {
    double left = left();
    Socket socket = ask("SELECT number FROM numbers(100000000000000) FORMAT TSV");
    InputStream in = socket.getInputStream();
    assertThat(in.readNBytes(2 << 20)).hasSize(2 << 20);

    socket.close();

    await().atMost(SOON).until(() -> left() == left + 1);
    await().atMost(SOON).until(() -> metric("nightjar_queries_running") == 0);
  }

  @Test
  void aConnectionIsUsedAgainAfterAQuery() throws IOException {
    try (Socket socket = ask("SELECT 41 FORMAT TSV")) {
      InputStream in = socket.getInputStream();
      readUntil(in, "41\n");
      send(socket, "SELECT 42 FORMAT TSV");
      readUntil(in, "42\n");
    }
    assertThat(client.rows("SELECT 43")).isEqualTo("43");
  }

  private static void readUntil(InputStream in, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (!read.toString().endsWith(end)) {
      int next = in.read();
      assertThat(next).as(read.toString()).isNotNegative();
      read.append((char) next);
    }
  }

  private static Socket ask(String sql) throws IOException {
    Socket socket = new Socket("127.0.0.1", SERVER.server().port());
    send(socket, sql);
    return socket;
  }

  private static void send(Socket socket, String sql) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("POST /v0/sql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                    + SERVER.server().tokens().workspaceAdminToken()
                    + "\r\nContent-Length: "
                    + sql.length()
                    + "\r\n\r\n"
                    + sql)
                .getBytes(StandardCharsets.UTF_8));
  }

  private double left() {
    return metric("nightjar_queries_seconds_count{kind=\"sql\",status=\"499\"}");
  }

  private double metric(String name) {
    Matcher line =
        Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$")
            .matcher(client.get("/metrics").body());
    return line.find() ? Double.parseDouble(line.group(1)) : 0;
  }
}
