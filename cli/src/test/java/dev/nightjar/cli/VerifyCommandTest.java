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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code verify} prints of a server's answers, and what it ends with. */
class VerifyCommandTest {
  private static final String DIFFERENT =
      """
      {"id":"v1","datasource":"orders","state":"done","progress":{},"error":null,
       "result":{"equal":false,"whole":true,"segments":1,"segments_scanned":1,"items":1200,
        "rows":1199,"differences":3,"missing_rows":1,"extra_rows":0,"other_values":2,
        "unsettled":1,"misfits":2,"withheld":0,"suspects":5,"looked_at_again":5,
        "capacity_units":77.5,"not_compared":["seen_at"],
        "extra_rows_of_seen_partition_keys_only":false,
        "explained":[
         {"kind":"missing_row","key":{"pk":"a","sk":"1"},"item":"{\\"pk\\":\\"a\\"}","row":null,
          "columns":[]},
         {"kind":"other_values","key":{"pk":"b","sk":"2"},"item":"{\\"n\\":1}",
          "row":{"generation":1,"depth":2,"sequence_number":"4200","shards":["shardId-1"],
           "timestamp":"2026-01-01 00:00:00.000","event_name":"MODIFY","is_deleted":false,
           "record":"{\\"n\\":2}"},
          "columns":[{"name":"n","item":"1","row":"2"}]}]}}
      """;
  @TempDir Path folder;

  private final AtomicReference<String> body = new AtomicReference<>("{}");
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
          byte[] bytes = body.get().getBytes(StandardCharsets.UTF_8);
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
  void aDifferenceIsShownFromBothSides() {
    body.set(DIFFERENT);

    Outcome outcome = run("verify", "orders", "--sample", "100%", "--limit", "2");

    assertThat(requests)
        .containsExactly("POST /v1/mirrors/orders/verification?sample=100%25&limit=2");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualTo(
            """
            − missing in the mirror: pk = a, sk = 1
                item  {"pk":"a"}
                row   none

            ≠ other values: pk = b, sk = 2
                item  {"n":1}
                row   {"n":2}
                      MODIFY of 2026-01-01 00:00:00.000, generation 1, depth 2, sequence number 4200, shardId-1
                n: 1 in the table, 2 in the mirror

            … and 1 more.

            Compared 1,200 items with 1,199 rows (the whole table) for 78 read capacity units.
            1 key could not be settled: written whenever looked at, or too many to be looked at.
            2 items have a value that does not fit its column (in the quarantine): not a difference.
            Not compared, for ClickHouse computes their DEFAULT: seen_at.
            ✗ orders differs from its table: 1 row missing, 0 rows too many, 2 rows with other values
            """);
  }

  @Test
  void anItemCannotSteerTheTerminal() {
    body.set(
        DIFFERENT
            .replace("\"pk\":\"a\"", "\"pk\":\"a\\u001b[2J\"")
            .replace("\"item\":\"1\"", "\"item\":\"\\u009b1\\n\""));

    Outcome outcome = run("verify", "orders");

    assertThat(outcome.out())
        .contains("pk = a\\x1b[2J, sk = 1", "n: \\x9b1\\n in the table")
        .doesNotContain("\u001b", "\u009b");
  }

  @Test
  void itemsThatCouldNotBeReadAreNoEquality() {
    body.set(
        DIFFERENT
            .replace("\"withheld\":0", "\"withheld\":0,\"unreadable\":3")
            .replace("\"differences\":3", "\"differences\":0")
            .replaceFirst("(?s)\"explained\":\\[.*", "\"explained\":[]}}"));

    Outcome outcome = run("verify", "orders");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("3 items of the table could not be read: an attribute of an unknown type")
        .endsWith("✗ orders equals its table, but for what could not be read: 3 items\n");
  }

  @Test
  void keysThatCouldNotBeSettledAreNoEquality() {
    body.set(
        DIFFERENT
            .replace("\"equal\":false", "\"equal\":true")
            .replace("\"differences\":3", "\"differences\":0")
            .replaceFirst("(?s)\"explained\":\\[.*", "\"explained\":[]}}"));

    Outcome outcome = run("verify", "orders");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("1 key could not be settled")
        .endsWith("✓ orders equals its table, as far as could be settled\n");
  }

  @Test
  void jsonIsTheServersAnswer() {
    body.set(DIFFERENT);

    Outcome outcome = run("verify", "orders", "--output", "json");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).isEmpty();
    assertThat(Json.parse(outcome.out())).isEqualTo(Json.parse(DIFFERENT));
  }

  @Test
  void aVerificationThatFailedSaysWhy() {
    body.set(
        """
        {"id":"v1","state":"failed","progress":{},"result":null,
         "error":{"code":"access_denied","message":"Allow dynamodb:Scan."}}
        """);

    Outcome outcome = run("verify", "orders");

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).isEqualTo("nightjar: Allow dynamodb:Scan.\n");
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
