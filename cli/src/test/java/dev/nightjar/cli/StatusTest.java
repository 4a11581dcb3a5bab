package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nightjar.cli.Shell.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code nightjar status} makes of statuses that no healthy server here would give. */
class StatusTest {
  @TempDir Path folder;

  private HttpServer server;
  private String answer = "[]";
  private String asked = "";

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked = exchange.getRequestURI().toString();
          byte[] body = answer.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aMirrorThatIsWellShowsNoShardsAndTheCodeIsZero() {
    answer = "[" + mirror("orders", "LIVE", "ok", 2) + "]";

    Outcome outcome = status();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("ALARM", "orders").doesNotContain("shardId");
    assertThat(asked).isEqualTo("/v1/mirrors");
  }

  @Test
  void ofAMirrorInTroubleTheWorstShardsAreShownAndTheRestIsCounted() {
    answer =
        "[" + mirror("orders", "LIVE", "warn", 20) + "," + mirror("users", "LIVE", "ok", 3) + "]";

    Outcome outcome = status();

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("shardId-0 ", "shardId-2 ", "orders has 1,017 more open shards")
        .doesNotContain("shardId-3 ", "users has");
  }

  @Test
  void allShardsAreShownWhereTheyAreAskedFor() {
    answer = "[" + mirror("orders", "LIVE", "ok", 1_500).replace("1000", "0") + "]";

    Outcome outcome = status("--shards");

    assertThat(asked).isEqualTo("/v1/mirrors?shards=all");
    assertThat(outcome.out().lines().filter(line -> line.contains("shardId-"))).hasSize(1_500);
    assertThat(outcome.out()).doesNotContain("more open shards");
  }

  @Test
  void theCodeIsOneWhereSomebodyIsNeeded() {
    answer = "[" + mirror("orders", "FAILED", "ok", 0) + "]";
    assertThat(status().code()).isEqualTo(1);

    answer = "[" + mirror("orders", "LIVE", "critical", 1) + "]";
    assertThat(status("--output", "json").code()).isEqualTo(1);
  }

  private Outcome status(String... options) {
    String[] command = new String[options.length + 3];
    command[0] = "status";
    command[1] = "--token";
    command[2] = "t";
    System.arraycopy(options, 0, command, 3, options.length);
    return new Shell(folder, URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
        .run(command);
  }

  private static String mirror(String name, String state, String alarm, int shards) {
    return """
    {"datasource": "%s", "state": "%s", "since": "%s", "alarm": "%s",
     "export": {"items": 5, "items_loaded": 5},
     "stream": {"shards_open": %d, "changes_inserted": 7, "shards_not_shown": 1000,
       "shards": [%s]}}
    """
        .formatted(
            name,
            state,
            Instant.now(),
            alarm,
            shards,
            IntStream.range(0, shards)
                .mapToObj(i ->
                    """
                    {"shard": "shardId-%d", "last_poll_at": "%s", "trim_horizon":
                     {"checkpoint_at": "%2$s", "left_seconds": 100, "alarm": "%s"}}\
                    """
                        .formatted(i, Instant.now(), alarm))
                .collect(Collectors.joining(",")));
  }
}
