package dev.nightjar.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.nightjar.cli.Shell.Outcome;
import dev.nightjar.cli.api.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code resync} prints of a server's answers, and what it ends with. */
class ResyncCommandTest {
  private static final String PLAN =
      """
      {"datasource":"orders","state":"PAUSED","reason":"paused","exports":true,
       "table_size_bytes":21474836480,"item_count":5}
      """;

  @TempDir Path folder;

  private final AtomicReference<String> body = new AtomicReference<>("{}");
  private final Queue<String> answers = new ConcurrentLinkedQueue<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          String next = answers.poll();
          byte[] bytes = (next == null ? body.get() : next).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aResyncSaysWhatItCostsAndAsks() {
    body.set(PLAN);

    Outcome refused = runWithInput("no\n", "resync", "orders");

    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err())
        .contains("orders is PAUSED (paused).")
        .contains(
            "20.0 GiB", "about $2.00 at $0.10 a GB", "does not stay paused", "Nothing was done");
    assertThat(requests).containsExactly("GET /v1/mirrors/orders/resync");

    Outcome agreed = runWithInput("yes\n", "resync", "orders", "--allow-deletes");
    assertThat(agreed.code()).isZero();
    assertThat(agreed.out()).contains("✓ resync of orders has begun");
    assertThat(requests.getLast()).isEqualTo("POST /v1/mirrors/orders/resync?allow_deletes=true");
  }

  @Test
  void aScriptAsksNothingAndGetsJson() {
    body.set("{\"datasource\":\"orders\",\"state\":\"LIVE\"}");

    Outcome outcome = run("resync", "orders", "--yes", "--wait", "--output", "json");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(Json.parse(outcome.out()).path("state").asString()).isEqualTo("LIVE");
    assertThat(run("resync", "orders").err()).contains("--yes");
  }

  @Test
  void whoWaitsSeesNothingOfTheGenerationBefore() {
    String loaded = "\"export\":{\"status\":\"COMPLETED\",\"items\":9,\"items_loaded\":9}";
    answers.add(PLAN);
    answers.add("{\"state\":\"HEALING\",\"generation\":1}");
    answers.add("{\"state\":\"HEALING\",\"generation\":1," + loaded + "}");
    body.set("{\"state\":\"LIVE\",\"generation\":2," + loaded + "}");

    Outcome outcome = run("resync", "orders", "--yes", "--wait");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err().lines())
        .containsExactly(
            "HEALING: the new export is not requested yet", "LIVE: loaded 9 of 9 items");
  }

  private Outcome run(String... arguments) {
    return runWithInput("", arguments);
  }

  private Outcome runWithInput(String input, String... arguments) {
    URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    String[] all =
        Stream.concat(Stream.of(arguments), Stream.of("--token", "t")).toArray(String[]::new);
    return new Shell(folder, address).runWithInput(input, all);
  }
}
