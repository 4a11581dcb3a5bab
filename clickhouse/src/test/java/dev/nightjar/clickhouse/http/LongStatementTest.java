package dev.nightjar.clickhouse.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedEngine.class)
class LongStatementTest {
  @Test
  void aStatementMayBeAsLongAsItsRequestStates() throws Exception {
    EmbeddedClickHouse database = (EmbeddedClickHouse) EmbeddedEngine.shared();
    HttpInterface serving =
        new HttpInterface(
            new FullRightsDoor(database, ""),
            ServerFacts.of(database, "tested"),
            new HttpOptions(database.scratch(), 100 << 20));
    try (HttpListeners listeners =
            ClickHouseListener.open(Optional.empty(), 0, Duration.ofSeconds(5), serving);
        HttpClient client = HttpClient.newHttpClient()) {
      String server = "http://localhost:" + listeners.port();
      String sql = "SELECT length('" + "x".repeat(1_000_000) + "') FORMAT TSV";

      assertThat(answer(client, server + "/?max_query_size=2000000", sql)).isEqualTo("1000000\n");
      assertThat(answer(client, server + "/?max_query_size=500000", sql))
          .contains("Max query size exceeded");
      assertThat(answer(client, server + "/", sql)).contains("Max query size exceeded");
    }
  }

  private static String answer(HttpClient client, String address, String sql) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address)).POST(BodyPublishers.ofString(sql)).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
