package dev.nightjar.benchmarks;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.server.NightjarServer;
import dev.nightjar.server.ServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** A server with a table of 100,000 rows and endpoints over it. */
final class ServedEndpoint implements AutoCloseable {
  /** How many customers there are. */
  static final int CUSTOMERS = 1000;

  private static final int OK = 200;

  private static final String BOUNDARY = "----bench";
  private static final String TABLE =
      "SCHEMA >\n    customer Int32,\n    n Int64,\n    text String\n\nENGINE MergeTree\nENGINE_SORTING_KEY customer\n";
  private static final String LARGE =
      "SCHEMA >\n    n Int64,\n    text String\n\nENGINE MergeTree\nENGINE_SORTING_KEY n\n";
  private static final String BIG =
      "SCHEMA >\n    customer Int32,\n    n Int64,\n    text String\n\nENGINE MergeTree\nENGINE_SORTING_KEY customer\n";
  private static final String AGGREGATE_PIPE =
      "NODE rows\nSQL >\n    %\n    SELECT customer, count() AS c, sum(n) AS s FROM events\n"
          + "    WHERE customer < {{ Int32(below, 1000) }} GROUP BY customer ORDER BY customer LIMIT 10\n\n"
          + "TYPE endpoint\n";
  private static final String LOOKUP_PIPE =
      "NODE rows\nSQL >\n    %\n    SELECT customer, n, text FROM events\n"
          + "    WHERE customer = {{ Int32(customer, 7) }} ORDER BY n LIMIT 10\n\n"
          + "TYPE endpoint\n";

  /** An endpoint, and the query that it comes to with its default. */
  enum Endpoint {
    /** Reads all of the table, for ten groups of a thousand. */
    AGGREGATE(
        "bench",
        "SELECT customer, count() AS c, sum(n) AS s FROM events WHERE customer < {below:Int32}"
            + " GROUP BY customer ORDER BY customer LIMIT 10",
        "below",
        "1000"),
    /** Reads one customer's rows by the sorting key. */
    LOOKUP(
        "lookup",
        "SELECT customer, n, text FROM events WHERE customer = {customer:Int32} ORDER BY n LIMIT 10",
        "customer",
        "7");

    private final String pipe;
    private final String sql;
    private final String parameter;
    private final String value;

    Endpoint(String pipe, String sql, String parameter, String value) {
      this.pipe = pipe;
      this.sql = sql;
      this.parameter = parameter;
      this.value = value;
    }

    private String path() {
      return "/v0/pipes/" + pipe + ".json";
    }
  }

  private final Path folder;
  private final NightjarServer server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final LeanClient client;
  private final String database;

  private ServedEndpoint(Path folder, NightjarServer server, String database) {
    this.folder = folder;
    this.server = server;
    this.client = new LeanClient(server.port());
    this.database = database;
  }

  /** Starts it and fills the table. */
  static ServedEndpoint start() throws IOException {
    Path folder = Files.createTempDirectory("nightjar-bench-");
    NightjarServer server = NightjarServer.start(ServerOptions.in(folder).withPort(0));
    ServedEndpoint started = new ServedEndpoint(folder, server, server.workspace().database());
    started.deploy();
    started.insert(
        "events SELECT number % " + CUSTOMERS + ", number, repeat('x', 20) FROM numbers(100000)");
    return started;
  }

  /** As many rows of the table {@code large} have so many bytes as lines of text. */
  static long rowsOf(long bytes) {
    return bytes / 1001 + 1;
  }

  /** Fills the table {@code large} with rows whose texts have a thousand bytes. */
  void fillLarge(long bytes) {
    insert(
        "large SELECT number, leftPad(toString(number), 1000, 'x') FROM numbers("
            + rowsOf(bytes)
            + ") SETTINGS max_block_size = 8192");
  }

  /** Fills the table {@code big} with so many rows, as many of each customer, as one part. */
  void fillBig(long rows) {
    insert(
        "big SELECT number % "
            + CUSTOMERS
            + ", number, repeat('x', 20) FROM numbers("
            + rows
            + ")");
    server.database().execute(Statement.of("OPTIMIZE TABLE " + database + ".big FINAL"));
  }

  private void insert(String sql) {
    server.database().execute(Statement.of("INSERT INTO " + database + "." + sql));
  }

  private ClickHouse engine() {
    return server.database();
  }

  /** Asks the engine what an endpoint would ask it. */
  void askEngine(Endpoint endpoint) {
    engine()
        .query(
            Query.builder(endpoint.sql)
                .format("JSON")
                .database(database)
                .parameter(endpoint.parameter, endpoint.value)
                .readOnly()
                .build());
  }

  String adminToken() {
    return server.tokens().workspaceAdminToken();
  }

  /** Makes a token that may read the endpoint, and one customer's rows. */
  String tokenOf(int customer) {
    return token(
        "customer_" + customer,
        List.of(
            Map.of("type", "PIPES:READ", "resource", "bench"),
            Map.of(
                "type",
                "DATASOURCES:READ",
                "resource",
                "events",
                "filter",
                "customer = " + customer)));
  }

  /** Makes a token that may read one customer's rows of the table {@code big}. */
  String readerOf(int customer) {
    return token(
        "reader_" + customer,
        List.of(
            Map.of(
                "type",
                "DATASOURCES:READ",
                "resource",
                "big",
                "filter",
                "customer = " + customer)));
  }

  private String token(String name, List<Map<String, String>> scopes) {
    String body = new JsonMapper().writeValueAsString(Map.of("name", name, "scopes", scopes));
    return new JsonMapper()
        .readTree(sent("POST", "/v0/tokens", adminToken(), body, "application/json"))
        .path("token")
        .asString();
  }

  /** Asks an endpoint. */
  void ask(Endpoint endpoint, String token) {
    required(client.get(endpoint.path(), token));
  }

  /** Asks an endpoint; whether it answered, and did not say that there is too much to do. */
  boolean isAnswered(Endpoint endpoint) {
    LeanClient.Reply reply = client.get(endpoint.path(), adminToken());
    return switch (reply.status()) {
      case OK -> true;
      case 429, 503 -> false;
      default -> throw new IllegalStateException(endpoint + " answered " + reply.status());
    };
  }

  /** Runs SQL and reads its result without keeping it; answers its bytes. */
  long read(String sql, String token) {
    return required(client.post("/v0/sql", token, sql)).bytes();
  }

  private static LeanClient.Reply required(LeanClient.Reply reply) {
    if (reply.status() != OK) {
      throw new IllegalStateException("a request was answered " + reply.status());
    }
    return reply;
  }

  private void deploy() {
    StringBuilder body = new StringBuilder();
    Map.of(
            "events.datasource",
            TABLE,
            "large.datasource",
            LARGE,
            "big.datasource",
            BIG,
            "bench.pipe",
            AGGREGATE_PIPE,
            "lookup.pipe",
            LOOKUP_PIPE)
        .forEach((name, text) ->
            body.append("--")
                .append(BOUNDARY)
                .append("\r\nContent-Disposition: form-data; name=\"data_project://\"; filename=\"")
                .append(name)
                .append("\"\r\nContent-Type: text/plain\r\n\r\n")
                .append(text)
                .append("\r\n"));
    body.append("--").append(BOUNDARY).append("--\r\n");
    String answer =
        sent(
            "POST",
            "/v1/build",
            adminToken(),
            body.toString(),
            "multipart/form-data; boundary=" + BOUNDARY);
    if (!answer.contains("\"success\"")) {
      throw new IllegalStateException(answer);
    }
  }

  private String sent(String method, String path, String token, String body, String type) {
    try {
      HttpResponse<String> response =
          http.send(request(method, path, token, body, type), BodyHandlers.ofString());
      if (response.statusCode() != OK) {
        throw new IllegalStateException(
            path + " answered " + response.statusCode() + ": " + response.body());
      }
      return response.body();
    } catch (IOException e) {
      throw new IllegalStateException(path + " did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest request(String method, String path, String token, String body, String type) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", type)
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  @Override
  public void close() throws IOException {
    http.close();
    client.close();
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
