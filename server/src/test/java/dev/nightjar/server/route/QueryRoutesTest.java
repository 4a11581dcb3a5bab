package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.net.http.HttpRequest;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class QueryRoutesTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final Client client = SERVER.client();

  @BeforeAll
  static void deployEndpoints() {
    Response build =
        SERVER
            .client()
            .upload(
                "/v1/build",
                Map.of(
                    "empty.datasource",
                    Files.plain(),
                    "ten.pipe",
                    """
                    NODE all_of_them
                    SQL >
                        SELECT number AS n FROM numbers(10)

                    NODE some
                    SQL >
                        %
                        SELECT n FROM all_of_them
                        WHERE n >= {{ Int32(least, 3, description="The least") }}
                        {% if defined(word) %} AND {{ String(word) }} = 'even' AND n % 2 = 0 {% end %}
                        ORDER BY n LIMIT {{ UInt8(most, 100) }}
                    TYPE endpoint
                    """,
                    "needs.pipe",
                    "NODE out\nSQL >\n    %\n    SELECT {{ Int32(must, required=True) }} AS v\nTYPE endpoint\n",
                    "over.pipe",
                    Files.endpoint("SELECT count() AS c FROM ten")));
    assertThat(build.json().path("result").asString()).as(build.body()).isEqualTo("success");
  }

  @Test
  void answersSqlAsJsonWithItsStatistics() {
    JsonNode json =
        client.post("/v0/sql", "SELECT number AS n FROM numbers(5) ORDER BY n LIMIT 2").json();

    assertThat(json.path("data").toString()).isEqualTo("[{\"n\":0},{\"n\":1}]");
    assertThat(json.path("meta").get(0).path("type").asString()).isEqualTo("UInt64");
    assertThat(json.path("rows").asInt()).isEqualTo(2);
    assertThat(json.path("rows_before_limit_at_least").asInt()).isEqualTo(5);
    assertThat(json.path("statistics").path("rows_read").asInt()).isEqualTo(5);
  }

  @Test
  void takesSqlFromTheQueryTheFormAndTheBody() {
    String sql = "SELECT 1 AS a FORMAT JSONEachRow";
    String row = "{\"a\":1}\n";

    assertThat(client.get("/v0/sql?q=" + Client.encode(sql)).body()).isEqualTo(row);
    assertThat(client.post("/v0/sql?q=" + Client.encode(sql)).body()).isEqualTo(row);
    assertThat(client.form("POST", "/v0/sql", Map.of("q", sql)).body()).isEqualTo(row);
    assertThat(client.post("/v0/sql?release_replacements=true", sql).body()).isEqualTo(row);
    assertThat(
            client
                .send(
                    "POST",
                    "/v0/sql",
                    HttpRequest.BodyPublishers.ofString(
                        "SELECT 1 AS a WHERE 'b%' = 'b%'\nFORMAT TSV"),
                    Map.of("Content-Type", "application/x-www-form-urlencoded"))
                .body())
        .isEqualTo("1\n");
  }

  @Test
  void takesSqlOfFourThousandCharactersFromTheQuery() {
    String text = "ключ".repeat(1000);

    assertThat(
            client
                .get("/v0/sql?q=" + Client.encode("SELECT '" + text + "' AS a FORMAT TSV"))
                .body())
        .isEqualTo(text + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CSVWithNames|text/csv|\"a\"",
        "TSV|text/tab-separated-values|1",
        "JSONCompactEachRow|application/x-ndjson|[1]",
        "json|application/json|{"
      })
  void answersInTheFormatThatIsAskedFor(String format, String type, String start) {
    Response response = client.post("/v0/sql", "SELECT 1 AS a FORMAT " + format);

    assertThat(response.contentType()).startsWith(type);
    assertThat(response.body()).startsWith(start);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELEC 1|Syntax error",
        "SELECT * FROM nothing_here|no data source or pipe 'nothing_here'",
        "SELECT nope FROM empty|nope",
        "SELECT 1 FORMAT Template|format 'Template' is not available",
        "SELECT throwIf(1, 'as asked')|as asked",
        "SELECT file('/etc/passwd')|function 'file' cannot be used",
        "SELECT 1; SELECT 2|one statement"
      })
  void saysWhatIsWrongWithSql(String sql, String reason) {
    Response response = client.post("/v0/sql", sql);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.error())
        .contains(reason)
        .doesNotContain("w_")
        .doesNotContain("DB::Exception")
        .doesNotContain("\tat ");
  }

  @Test
  void streamsMoreThanItHolds() {
    Response response =
        client.post("/v0/sql", "SELECT toString(number) AS s FROM numbers(2000000) FORMAT TSV");

    assertThat(response.body().lines().count()).isEqualTo(2_000_000);
  }

  @Test
  void aLargeResultAsJsonIsStreamedToo() {
    JsonNode json =
        client.post("/v0/sql", "SELECT toString(number) AS s FROM numbers(1000000)").json();

    assertThat(json.path("rows").asInt()).isEqualTo(1_000_000);
    assertThat(json.path("data")).hasSize(1_000_000);
    assertThat(json.path("data").get(999_999).path("s").asString()).isEqualTo("999999");
    assertThat(json.path("meta").toString()).isEqualTo("[{\"name\":\"s\",\"type\":\"String\"}]");
    assertThat(json.path("statistics").path("rows_read").asInt()).isPositive();
  }

  @Test
  void aLargeResultAsCsvHasItsNamesOnce() {
    String csv =
        client
            .post(
                "/v0/sql",
                "SELECT toString(number) AS `a \"b\"` FROM numbers(1000000) FORMAT CSVWithNames")
            .body();

    assertThat(csv).startsWith("\"a \"\"b\"\"\"\n\"0\"\n");
    assertThat(csv.lines().count()).isEqualTo(1_000_001);
  }

  @Test
  void answersAnEndpointWithItsParameters() {
    assertThat(client.get("/v0/pipes/ten.csv?most=2").body()).isEqualTo("\"n\"\n3\n4\n");
    assertThat(client.get("/v0/pipes/ten.ndjson?least=8&from=ts-sdk").body())
        .isEqualTo("{\"n\":8}\n{\"n\":9}\n");
    assertThat(client.get("/v0/pipes/ten.csv?word=even&least=6").body()).isEqualTo("\"n\"\n6\n8\n");
    assertThat(client.post("/v0/pipes/ten.csv", "{\"least\": 9}").body()).isEqualTo("\"n\"\n9\n");
    assertThat(client.form("POST", "/v0/pipes/ten.csv", Map.of("least", "9")).body())
        .isEqualTo("\"n\"\n9\n");
    assertThat(client.get("/v0/pipes/ten.json?least=9").json().path("rows").asInt()).isEqualTo(1);
  }

  @Test
  void aValueOfAParameterIsNeverSql() {
    String attack = Client.encode("even' OR file('/etc/passwd') != '");

    assertThat(client.get("/v0/pipes/ten.csv?word=" + attack).body()).isEqualTo("\"n\"\n");
  }

  @Test
  void aMissingOrMalformedParameterIsNamed() {
    assertThat(client.get("/v0/pipes/needs.json").error()).contains("must");
    assertThat(client.get("/v0/pipes/needs.json").status()).isEqualTo(400);
    assertThat(client.get("/v0/pipes/needs.json?must=abc").error()).contains("must");
    assertThat(
            client.get("/v0/pipes/needs.json?must=7").json().path("data").get(0).path("v").asInt())
        .isEqualTo(7);
  }

  @Test
  void queriesAndPipesReadOtherPipes() {
    assertThat(client.get("/v0/pipes/over.csv").body()).isEqualTo("\"c\"\n7\n");
    assertThat(client.rows("SELECT count() FROM ten")).isEqualTo("7");
  }

  @Test
  void describesPipesAndTheirText() {
    JsonNode pipe = client.get("/v0/pipes/ten").json();
    JsonNode parameter = pipe.path("nodes").get(1).path("params").get(0);

    assertThat(pipe.path("type").asString()).isEqualTo("endpoint");
    assertThat(pipe.path("endpoint").asString()).isNotEmpty();
    assertThat(parameter.path("name").asString()).isEqualTo("least");
    assertThat(parameter.path("default").asString()).isEqualTo("3");
    assertThat(client.get("/v1/pipes").json().path("pipes")).hasSize(3);
    Response text = client.get("/v1/pipes/over.pipe");
    assertThat(text.contentType()).isEqualTo("text/plain");
    assertThat(text.body()).isEqualTo(Files.endpoint("SELECT count() AS c FROM ten"));
    assertThat(client.get("/v0/pipes/absent.json").status()).isEqualTo(404);
    assertThat(client.get("/v0/pipes/absent").status()).isEqualTo(404);
  }
}
