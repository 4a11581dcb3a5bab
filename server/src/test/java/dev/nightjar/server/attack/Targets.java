package dev.nightjar.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.clickhouse.Statement;
import dev.nightjar.server.clickhouse.PortClient;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A workspace with rows of the tenants acme and bob, and a token that sees those of acme: three
 * tables whose conditions ClickHouse would like to evaluate early (by parts, by partitions and
 * indexes, with FINAL), a copy of each with the visible rows alone, and what the token cannot see.
 */
final class Targets {
  private static final String FILTER = "tenant = 'acme'";

  private static final String COLUMNS =
      """
      SCHEMA >
          id UInt64,
          tenant String,
          pin UInt32,
          secret String,
          wide String,
          ver UInt64

      """;

  private static final String ROWS =
      """
      SELECT number + %d AS id, if(number %% 50 = 7, 'bob', 'acme') AS tenant,
        if(tenant = 'bob', 4242, 7) AS pin, if(tenant = 'bob', 'sesame-' || id, '1') AS secret,
        repeat('w', 50) AS wide, %d AS ver
      FROM numbers(%d)\
      """;

  private final RunningServer server;
  private final String database;
  private final Client holder;

  private Targets(RunningServer server, String database, Client holder) {
    this.server = server;
    this.database = database;
    this.holder = holder;
  }

  static Targets in(RunningServer server) {
    Client admin = server.client();
    String plain = COLUMNS + "ENGINE MergeTree\nENGINE_SORTING_KEY id\n";
    Response build =
        admin.upload(
            "/v1/build",
            Map.ofEntries(
                Map.entry("orders.datasource", plain),
                Map.entry("orders_copy.datasource", plain),
                Map.entry(
                    "by_pin.datasource",
                    COLUMNS
                        + "ENGINE MergeTree\nENGINE_PARTITION_KEY pin\nENGINE_SORTING_KEY id\n"
                        + "INDEXES >\n    i1 pin TYPE set(10) GRANULARITY 1\n"
                        + "    i2 tenant TYPE set(10) GRANULARITY 1\n"
                        + "    i3 pin TYPE minmax GRANULARITY 1\n"),
                Map.entry("by_pin_copy.datasource", plain),
                Map.entry(
                    "items.datasource",
                    COLUMNS + "ENGINE ReplacingMergeTree\nENGINE_SORTING_KEY id\nENGINE_VER ver\n"),
                Map.entry("items_copy.datasource", plain),
                Map.entry("items_final.datasource", plain),
                Map.entry(
                    "mine.datasource",
                    "SCHEMA >\n    k UInt64,\n    v String\n\nENGINE MergeTree\nENGINE_SORTING_KEY k\n"),
                Map.entry("hidden.datasource", plain),
                Map.entry(
                    "acme.pipe",
                    Files.endpoint(
                        "SELECT id, tenant, pin, secret FROM hidden WHERE tenant = 'acme'")),
                Map.entry(
                    "team.pipe",
                    Files.endpoint(
                        "%\n    SELECT DISTINCT tenant FROM hidden WHERE tenant = {{String(team, 'acme')}}")),
                Map.entry("private.pipe", Files.endpoint("SELECT * FROM hidden")),
                Map.entry(
                    "pick.pipe",
                    Files.endpoint(
                        "%\n    SELECT {{column(c, 'id')}} AS v FROM orders"
                            + " WHERE secret != {{String(team, 'x')}} ORDER BY v DESC LIMIT 3"))));
    assertThat(build.json().path("result").asString()).as(build.body()).isEqualTo("success");
    String[] database = new String[1];
    server.whileStopped(clickHouse -> database[0] = fill(clickHouse));
    Response made =
        server
            .client()
            .post(
                "/v0/tokens?name=acme&scope=DATASOURCES:READ:mine&scope=PIPES:READ:acme&scope=PIPES:READ:pick"
                    + filtered("orders")
                    + filtered("by_pin")
                    + filtered("items"));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return new Targets(
        server, database[0], server.client().withToken(made.json().path("token").asString()));
  }

  private static String filtered(String table) {
    return "&scope=DATASOURCES:READ:" + table + ":" + Client.encode(FILTER);
  }

  private static String fill(ClickHouse clickHouse) {
    String database =
        clickHouse
            .rows(Query.of("SELECT database FROM system.tables WHERE name = 'by_pin_copy'"))
            .single()
            .string("database");
    List<String> statements =
        List.of(
            "INSERT INTO orders " + ROWS.formatted(0, 1, 600),
            "INSERT INTO orders " + ROWS.formatted(600, 1, 600),
            "INSERT INTO by_pin SELECT * FROM orders",
            "INSERT INTO items " + ROWS.formatted(0, 1, 600),
            // the newer row of some items is bob's, of others acme's
            "INSERT INTO items " + ROWS.formatted(25, 2, 600),
            "INSERT INTO hidden SELECT * REPLACE (if(tenant = 'bob', 'gold-' || id, '1') AS secret) FROM orders",
            "INSERT INTO mine SELECT number, toString(number) FROM numbers(100)",
            "INSERT INTO orders_copy SELECT * FROM orders WHERE " + FILTER,
            "INSERT INTO by_pin_copy SELECT * FROM by_pin WHERE " + FILTER,
            "INSERT INTO items_copy SELECT * FROM items WHERE " + FILTER,
            "INSERT INTO items_final SELECT * FROM items FINAL WHERE " + FILTER);
    statements.forEach(sql -> clickHouse.execute(Statement.of(sql).in(database)));
    return database;
  }

  Client holder() {
    return holder;
  }

  /** A client with a JWT of some scopes, as JSON. */
  Client withJwt(String scopes) {
    Response made =
        admin()
            .post(
                "/v0/tokens?expiration_time=" + (System.currentTimeMillis() / 1000 + 3600),
                "{\"name\": \"jwt\", \"scopes\": " + scopes + "}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return admin().withToken(made.json().path("token").asString());
  }

  Client admin() {
    return server.client();
  }

  PortClient port(Client of) {
    return new PortClient(server.server().clickHousePort().orElseThrow(), of.token());
  }

  /** An answer that tells nothing of what the token cannot see. */
  void assertTellsNothing(String body) {
    assertThat(body)
        .doesNotContain("sesame")
        .doesNotContain("gold-")
        .doesNotContain("root:")
        .doesNotContain("\tat ")
        .doesNotContain(" ~")
        .doesNotContain(server.dataDir().toString())
        .doesNotContain(database);
  }

  /** Rows as text, or nothing where they are an error. */
  static Optional<String> rows(Response response) {
    return response.status() == 200 ? Optional.of(response.body()) : Optional.empty();
  }
}
