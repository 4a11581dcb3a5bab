package dev.nightjar.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that go before their answer comes, and clients that only send nothing more. */
@ExtendWith(EmbeddedEngine.class)
@Timeout(60)
class ClientPresenceTest {
  private static final String LONG =
      "SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 42";

  private static EmbeddedClickHouse database;
  private static HttpListeners listeners;

  @BeforeAll
  static void listen() throws IOException {
    database = (EmbeddedClickHouse) EmbeddedEngine.shared();
    listeners =
        ClickHouseListener.open(
            Optional.empty(),
            0,
            Duration.ofSeconds(5),
            new HttpInterface(
                new FullRightsDoor(database, ""),
                ServerFacts.of(database, "tested"),
                new HttpOptions(database.scratch(), 100 << 20)));
  }

  @AfterAll
  static void close() {
    listeners.close();
  }

  @Test
  void theQueryOfAClientThatIsGoneIsEnded() throws IOException {
    try (Socket _ = asked(LONG)) {
      await().until(() -> running().equals("1"));
    }

    await().until(() -> running().equals("0"));
  }

  @Test
  void whoOnlySendsNothingMoreGetsTheAnswer() throws IOException {
    try (Socket client = asked("SELECT 1")) {
      ask(client, "SELECT sleepEachRow(1), 'rows' FROM numbers(2)");
      client.shutdownOutput();
      String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

      assertThat(answer).contains("HTTP/1.1 200 OK\r\n", "0\trows\n0\trows\n");
      // of interim answers, some clients skip 100 only
      assertThat(answer.split("HTTP/1.1 ")[2]).isEqualTo("100 Continue\r\n\r\n");
    }
  }

  private static Socket asked(String sql) throws IOException {
    Socket client = new Socket("127.0.0.1", listeners.port());
    ask(client, sql);
    return client;
  }

  private static void ask(Socket client, String sql) throws IOException {
    client
        .getOutputStream()
        .write(
            ("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                    .formatted(sql.length(), sql))
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static String running() {
    return database
        .rows(
            Query.of(
                "SELECT toString(count()) AS n FROM system.processes WHERE query LIKE '%= 42%'"
                    + " AND query NOT LIKE '%system.processes%'"))
        .single()
        .string("n");
  }
}
