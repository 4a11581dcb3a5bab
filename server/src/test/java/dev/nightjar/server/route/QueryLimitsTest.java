package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.clickhouse.PortClient;
import dev.nightjar.server.query.QueryLimits;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Too much time, memory, rows, text and depth: each is an error in words. */
class QueryLimitsTest {
  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(options ->
          options.withQueryLimits(
              QueryLimits.ofDatabase(false)
                  .withLongest(Duration.ofSeconds(1))
                  .withMemoryBytes(100_000_000)
                  .withResultRows(1000)));

  private final Client client = SERVER.client();

  @Test
  void time() {
    Response response =
        client.post(
            "/v0/sql", "SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 1");

    assertThat(response.status()).isEqualTo(408);
    assertThat(response.error()).contains("longer than 1 seconds");
  }

  @Test
  void timeOfWhatIsComputedBeforeAQueryRuns() {
    String token =
        client
            .post("/v0/tokens?name=maker&scope=DATASOURCES:CREATE")
            .json()
            .path("token")
            .asString();

    Response response =
        client
            .withToken(token)
            .post(
                "/v0/sql",
                "SELECT (SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 1)");

    assertThat(response.status()).as(response.body()).isEqualTo(408);
  }

  @Test
  void memory() {
    refused(
        "SELECT length(groupArray(number)) FROM numbers(1000000000)", "more than 95 MB of memory");
  }

  @Test
  void memoryOfWhatIsComputedToDescribeAnEndpoint() {
    Response build =
        client.upload(
            "/v1/build",
            Map.of(
                "light.pipe", Files.endpoint("SELECT 1 AS known_column"),
                "heavy.pipe",
                    Files.endpoint(
                        "SELECT (SELECT length(groupArray(number)) FROM numbers(30000000)) AS"
                            + " dear_column")));
    assertThat(build.json().path("result").asString()).as(build.body()).isEqualTo("success");

    Response described = client.get("/v0/pipes/openapi.json");

    assertThat(described.body())
        .contains("known_column", "/heavy.json")
        .doesNotContain("dear_column");
  }

  @Test
  void rowsOfAResult() {
    refused("SELECT number FROM numbers(1001)", "more than 1,000 rows");
    assertThat(client.rows("SELECT number FROM numbers(1000)").lines().count()).isEqualTo(1000);
  }

  @Test
  void clientsOfClickHouseHaveTheSameLimitsAndMayLowerThem() {
    PortClient port = PortClient.of(SERVER);
    String endless = "SELECT count() FROM numbers(100000000000000) WHERE sipHash64(number) = 1";

    assertThat(port.post(endless).code()).hasValue("159");
    assertThat(port.post("max_result_rows=0", "SELECT number FROM numbers(1001)").code())
        .hasValue("396");
    assertThat(port.post("SELECT length(groupArray(number)) FROM numbers(1000000000)").code())
        .hasValue("241");
    assertThat(port.post("SELECT number FROM numbers(1001)").code()).hasValue("396");
    assertThat(port.post("SELECT number FROM numbers(1000)").status()).isEqualTo(200);
    assertThat(port.post("max_result_rows=5000", "SELECT number FROM numbers(1001)").code())
        .hasValue("396");
    assertThat(port.post("max_result_rows=5", "SELECT number FROM numbers(6)").code())
        .hasValue("396");
  }

  @Test
  void aMegabyteOfSql() {
    refused("SELECT '" + "x".repeat(1 << 20) + "'", "The query has 1,048,585 bytes");
  }

  @Test
  void moreThanIsReadAtAll() {
    Response response = client.post("/v0/sql", "SELECT '" + "x".repeat(3 << 20) + "'");

    assertThat(response.status()).isEqualTo(413);
    assertThat(response.error()).contains("larger than 2 MB");
  }

  @Test
  void aThousandNestedBrackets() {
    refused("SELECT " + "(".repeat(2000) + "1" + ")".repeat(2000), "nested too deeply");
    refused("SELECT " + "[".repeat(2000) + "1" + "]".repeat(2000), "nested too deeply");
    refused("SELECT * FROM (".repeat(700) + "SELECT 1" + ")".repeat(700), "nested too deeply");
    refused("SELECT " + "-".repeat(1) + "(".repeat(100_000), "");
    refused("SELECT " + "NOT ".repeat(50_000) + "1", "");
    refused("SELECT " + "CASE WHEN 1 THEN ".repeat(2000) + "1" + " END".repeat(2000), "");
  }

  private void refused(String sql, String reason) {
    Response response = client.post("/v0/sql", sql);

    assertThat(response.status()).as(response.body()).isEqualTo(400);
    assertThat(response.error())
        .contains(reason)
        .doesNotContain("StackOverflow")
        .doesNotContain("w_")
        .hasSizeLessThan(2500);
  }
}
