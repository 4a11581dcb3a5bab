package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clickhouse.PortClient;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Endpoints as tokens of all kinds see them: who may, fixed parameters, CACHE, descriptions. */
class EndpointsTest {
  private static final String TABLE =
      """
      SCHEMA >
          tenant String,
          n Int64,
          price Nullable(Float64),
          tags Array(String),
          at DateTime

      ENGINE MergeTree
      ENGINE_SORTING_KEY tenant
      """;

  private static final Map<String, String> FILES =
      Map.of(
          "events.datasource",
          TABLE,
          "sizes.pipe",
          """
          DESCRIPTION >
              What there is of a size

          NODE out
          SQL >
              %
              SELECT tenant, n, price, tags, at, generateUUIDv4() AS id FROM events
              WHERE tenant = {{ String(tenant, description='Whose', required=True) }}
              AND {{ String(size, 's', enum=['s', 'm'], example='m') }} != ''
              AND n IN {{ Array(ns, 'Int32', default='1,2') }}
              LIMIT {{ UInt16(limit, 10) }}
          TYPE endpoint
          """,
          "kept.pipe",
          """
          NODE out
          SQL >
              %
              SELECT generateUUIDv4() AS id, {{ String(tenant, 'none') }} AS tenant,
                (SELECT count() FROM events) AS c
          TYPE endpoint
          CACHE 3600
          """,
          "salted.pipe",
          "NODE out\nSQL >\n    %\n    SELECT length({{ tb_secret('salt') }}) AS size\n",
          "outer.pipe",
          Files.endpoint("SELECT tenant FROM kept"),
          "search.pipe",
          "NODE out\nSQL >\n    %\n    SELECT {{ String(q, 'none') }} AS word\n",
          "searched.pipe",
          Files.endpoint("SELECT word FROM search"),
          "plain.pipe",
          "NODE out\nSQL >\n    SELECT 1 AS a\n");

  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final Client client = SERVER.client();

  @BeforeAll
  static void deploy() {
    Response build = SERVER.client().upload("/v1/build", FILES);
    assertThat(build.json().path("result").asString()).as(build.body()).isEqualTo("success");
    SERVER
        .server()
        .database()
        .execute(
            dev.nightjar.clickhouse.Statement.of(
                "INSERT INTO "
                    + SERVER.server().workspace().database()
                    + ".events (tenant, n) VALUES ('a', 1), ('b', 2), ('b', 3)"));
  }

  @Test
  void onlyAPublishedPipeAnswers() {
    assertThat(client.get("/v0/pipes/plain.json").status()).isEqualTo(404);
    assertThat(client.get("/v0/pipes/plain.json").error()).contains("no pipe of that name");
  }

  @Test
  void aTokenReadsTheEndpointsThatItMay() {
    Client may = token("may", scope("PIPES:READ", "outer", Map.of()));

    assertThat(may.get("/v0/pipes/outer.csv").body()).isEqualTo("\"tenant\"\n\"none\"\n");
    Response other = may.get("/v0/pipes/kept.json");
    assertThat(other.status()).isEqualTo(403);
    assertThat(other.body())
        .isEqualTo(may.get("/v0/pipes/absent.json").body().replace("absent", "kept"));
    assertThat(may.get("/v0/pipes").json().path("pipes")).hasSize(1);
    assertThat(may.get("/v0/pipes/kept").status()).isEqualTo(403);
    assertThat(may.get("/v0/pipes/openapi.json").json().path("paths")).hasSize(1);
    JsonNode outer = may.get("/v0/pipes/outer").json();
    assertThat(outer.path("type").asString()).isEqualTo("endpoint");
    assertThat(outer.path("nodes")).isEmpty();
    assertThat(outer.toString()).doesNotContain("_out");
    assertThat(client.get("/v0/pipes/outer").json().path("endpoint").asString()).endsWith("_out");
  }

  @Test
  void whatATokenFixesCannotBeChosen() {
    Client fixed =
        token("fixed", scope("PIPES:READ", "kept", Map.of("fixed_params", Map.of("tenant", "a"))));

    for (String request :
        List.of("/v0/pipes/kept.json?tenant=b", "/v0/pipes/kept.json?tenant=b&tenant=c")) {
      assertThat(tenant(fixed.get(request))).isEqualTo("a");
    }
    assertThat(tenant(fixed.post("/v0/pipes/kept.json", "{\"tenant\": \"b\"}"))).isEqualTo("a");
    assertThat(tenant(fixed.form("POST", "/v0/pipes/kept.json", Map.of("tenant", "b"))))
        .isEqualTo("a");
    assertThat(tenant(fixed.post("/v0/sql?tenant=b", "SELECT tenant FROM kept FORMAT JSON")))
        .isEqualTo("a");
    assertThat(tenant(client.get("/v0/pipes/kept.json?tenant=b"))).isEqualTo("b");
  }

  @Test
  void whatATokenFixesForAPipeIsFixedBelowAnotherEndpoint() {
    Client fixed =
        token(
            "below",
            scope("PIPES:READ", "outer", Map.of()),
            scope("PIPES:READ", "kept", Map.of("fixed_params", Map.of("tenant", "a"))),
            scope("PIPES:READ", "sizes", Map.of("fixed_params", Map.of("tenant", "other"))));

    assertThat(fixed.get("/v0/pipes/outer.csv?tenant=b").body()).isEqualTo("\"tenant\"\n\"a\"\n");
  }

  @Test
  void pipesUseSecretsThatNoQueryCanName() {
    assertThat(
            client
                .form("POST", "/v0/variables", Map.of("name", "salt", "value", "s3cr3t"))
                .status())
        .isEqualTo(200);
    PortClient port = PortClient.of(SERVER);

    assertThat(port.post("SELECT size FROM salted").body()).isEqualTo("6\n");
    PortClient.Answer named = port.post("SELECT {n0_0:String}, size FROM salted");
    assertThat(named.code()).as(named.body()).hasValue("497");
    assertThat(named.body()).contains("n0_0").doesNotContain("s3cr3t");
  }

  @Test
  void parametersComeAsAFormOrAsJsonWhateverTheBodyIsCalled() {
    assertThat(
            tenant(
                client.send(
                    "POST",
                    "/v0/pipes/kept.json?tenant=a",
                    BodyPublishers.ofString("{\"tenant\": \"json\"}"),
                    Map.of("Content-Type", "application/x-www-form-urlencoded"))))
        .isEqualTo("json");
    Response sql = client.post("/v0/pipes/kept.json", "SELECT 1");
    assertThat(sql.status()).isEqualTo(400);
    assertThat(sql.error()).contains("neither a form nor a JSON object");
  }

  @Test
  void anAnswerIsKeptUntilTheNextDeployment() {
    String first = id("/v0/pipes/kept.json?tenant=x");

    assertThat(id("/v0/pipes/kept.json?tenant=x")).isEqualTo(first);
    assertThat(id("/v0/pipes/kept.json?tenant=x&other=1")).isEqualTo(first);
    assertThat(id("/v0/pipes/kept.json?tenant=y")).isNotEqualTo(first);
    assertThat(metric("nightjar_queries_cache_hits_total{kind=\"endpoint\"}")).isPositive();

    Map<String, String> changed = new HashMap<>(FILES);
    changed.put("plain.pipe", "NODE out\nSQL >\n    SELECT 2 AS a\n");
    assertThat(client.upload("/v1/build", changed).json().path("result").asString())
        .isEqualTo("success");
    assertThat(id("/v0/pipes/kept.json?tenant=x")).isNotEqualTo(first);
  }

  @Test
  void anAnswerIsKeptApartForEachFilter() {
    Client all = token("all", scope("PIPES:READ", "kept", Map.of()));
    Client some =
        token(
            "some",
            scope("PIPES:READ", "kept", Map.of()),
            scope("DATASOURCES:READ", "events", Map.of("filter", "tenant = 'b'")));

    assertThat(count(all)).isEqualTo(3);
    assertThat(count(some)).isEqualTo(2);
    assertThat(count(all)).isEqualTo(3);
  }

  @Test
  void sqlOfARequestMayBeATemplate() {
    Response answer =
        client.send(
            "GET",
            "/v0/sql?x=it's&q=" + Client.encode("% SELECT {{ String(x) }} AS a FORMAT CSV"),
            BodyPublishers.noBody(),
            Map.of());

    assertThat(answer.body()).isEqualTo("\"it's\"\n");
    assertThat(client.post("/v0/sql", "%\nSELECT {{ nope(1) }}").error())
        .contains("The template of the query, line 2, column 11")
        .contains("There is no function `nope`");
    assertThat(client.post("/v0/sql", "% SELECT {{ tb_secret('a') }}").error())
        .contains("there is no secret `a` here");
  }

  @Test
  void sqlOverTheRowsOfAnEndpointCallsThemUnderscore() {
    String path = "/v0/pipes/kept.json?tenant=a&q=";
    assertThat(
            client
                .get(path + Client.encode("SELECT count() AS n, max(tenant) AS t FROM _"))
                .json()
                .at("/data/0")
                .toString())
        .isEqualTo("{\"n\":1,\"t\":\"a\"}");
    assertThat(
            client
                .get("/v0/pipes/kept.csv?q=" + Client.encode("SELECT tenant FROM _ FORMAT JSON"))
                .body())
        .isEqualTo("\"tenant\"\n\"none\"\n");
    assertThat(
            client
                .form(
                    "POST",
                    "/v0/pipes/kept.json",
                    Map.of("tenant", "b", "q", "SELECT tenant FROM _"))
                .json()
                .at("/data/0/tenant")
                .asString())
        .isEqualTo("b");
    assertThat(client.get(path + Client.encode("SELECT * FROM system.one")).status())
        .isEqualTo(400);
    // unless q is a parameter, be it of a pipe below
    assertThat(client.get("/v0/pipes/searched.csv?q=a+word").body())
        .isEqualTo("\"word\"\n\"a word\"\n");
  }

  @Test
  void endpointsAreDescribedInOpenApi() {
    String text = client.get("/v0/pipes/openapi.json").body();

    SwaggerParseResult read = new OpenAPIV3Parser().readContents(text);
    assertThat(read.getMessages()).isEmpty();
    OpenAPI api = read.getOpenAPI();
    assertThat(api.getPaths())
        .containsOnlyKeys(
            "/v0/pipes/kept.json",
            "/v0/pipes/outer.json",
            "/v0/pipes/searched.json",
            "/v0/pipes/sizes.json");
    assertThat(api.getComponents().getSecuritySchemes()).containsOnlyKeys("bearer", "token");
    assertThat(api.getPaths().get("/v0/pipes/sizes.json").getGet().getDescription())
        .isEqualTo("What there is of a size");
    Map<String, Parameter> parameters = new HashMap<>();
    api.getPaths()
        .get("/v0/pipes/sizes.json")
        .getGet()
        .getParameters()
        .forEach(parameter -> parameters.put(parameter.getName(), parameter));
    assertThat(parameters).containsOnlyKeys("tenant", "size", "ns", "limit");
    assertThat(parameters.get("tenant").getRequired()).isTrue();
    assertThat(parameters.get("tenant").getDescription()).isEqualTo("Whose");
    assertThat(parameters.get("size").getSchema().getEnum()).isEqualTo(List.of("s", "m"));
    assertThat(parameters.get("size").getSchema().getDefault()).isEqualTo("s");
    assertThat(parameters.get("size").getExample()).isEqualTo("m");
    assertThat(parameters.get("ns").getSchema().getType()).isEqualTo("array");
    assertThat(parameters.get("ns").getSchema().getItems().getFormat()).isEqualTo("int32");
    assertThat(parameters.get("limit").getSchema().getDefault()).hasToString("10");
    assertThat(api.getPaths().get("/v0/pipes/outer.json").getGet().getParameters())
        .extracting(Parameter::getName)
        .containsExactly("tenant");
  }

  @Test
  void itsSchemaIsThatOfTheRows() {
    OpenAPI api =
        new OpenAPIV3Parser()
            .readContents(client.get("/v0/pipes/openapi.json").body())
            .getOpenAPI();

    Schema<?> answer =
        api.getPaths()
            .get("/v0/pipes/sizes.json")
            .getGet()
            .getResponses()
            .get("200")
            .getContent()
            .get("application/json")
            .getSchema();
    Map<?, Schema> columns =
        ((Schema<?>) answer.getProperties().get("data")).getItems().getProperties();
    assertThat(columns).hasSize(6);
    assertThat(columns.get("n").getFormat()).isEqualTo("int64");
    assertThat(columns.get("price").getNullable()).isTrue();
    assertThat(columns.get("tags").getType()).isEqualTo("array");
    assertThat(columns.get("id").getFormat()).isEqualTo("uuid");
  }

  @Test
  void showsRequestsAsExamples() {
    Response response = client.get("/examples/query.http?format=csv&pipe=sizes&q=&token=t%20t");

    assertThat(response.contentType()).isEqualTo("text/plain");
    assertThat(response.body())
        .matches(
            "GET http://\\w[\\w.]*:\\d+/v0/pipes/sizes\\.csv\\?tenant=&size=m&ns=1%2C2&limit=10&token=t\\+t\\n");
    assertThat(client.get("/examples/query.http?pipe=absent").status()).isEqualTo(404);
  }

  private static Map<String, Object> scope(String type, String resource, Map<String, Object> more) {
    Map<String, Object> scope = new HashMap<>(more);
    scope.put("type", type);
    scope.put("resource", resource);
    return scope;
  }

  @SafeVarargs
  private Client token(String name, Map<String, Object>... scopes) {
    String body =
        JsonMapper.builder()
            .build()
            .writeValueAsString(Map.of("name", name, "scopes", List.of(scopes)));
    Response made = client.post("/v0/tokens", body);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return client.withToken(made.json().path("token").asString());
  }

  private static String tenant(Response response) {
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.json().path("data").get(0).path("tenant").asString();
  }

  private static int count(Client client) {
    JsonNode json = client.get("/v0/pipes/kept.json?tenant=filters").json();
    return json.path("data").get(0).path("c").asInt();
  }

  private String id(String request) {
    return client.get(request).json().path("data").get(0).path("id").asString();
  }

  private double metric(String name) {
    return client
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
