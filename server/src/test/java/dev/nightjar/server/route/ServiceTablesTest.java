package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server queried about itself. */
class ServiceTablesTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private final Client admin = SERVER.client();

  @BeforeAll
  static void deployAndAsk() {
    Client client = SERVER.client();
    client.upload(
        "/v1/build",
        Map.of(
            "orders.datasource", Files.plain(),
            // of the name that a service table has too
            "mirrors.datasource", Files.plain(),
            "top.pipe", Files.endpoint("SELECT 1 AS one"),
            "usage.pipe",
                Files.endpoint(
                    "SELECT pipe_name, count() AS n FROM tinybird.pipe_stats_rt WHERE pipe_name ="
                        + " 'top' GROUP BY pipe_name")));
    assertThat(client.get("/v0/pipes/top.json?city=Ny").status()).isEqualTo(200);
    assertThat(client.get("/v0/pipes/top.csv").status()).isEqualTo(200);
    assertThat(client.post("/v0/sql", "SELECT nothing").status()).isEqualTo(400);
  }

  @Test
  void requestsAreThereAMomentLater() {
    awaitRows(
        "2\t0", "SELECT count(), sum(error) FROM tinybird.pipe_stats_rt WHERE pipe_name = 'top'");

    assertThat(
            admin.rows(
                "SELECT url, method, status_code, parameters['city'], token_name FROM"
                    + " tinybird.pipe_stats_rt WHERE tinybird.pipe_stats_rt.url LIKE '%json%'"))
        .isEqualTo("/v0/pipes/top.json?city=Ny\tGET\t200\tNy\tadmin");
    assertThat(
            admin.rows(
                "SELECT p.error, p.status_code > 399 FROM tinybird.pipe_stats_rt AS p WHERE"
                    + " pipe_id = 'query_api' AND status_code = 400 LIMIT 1"))
        .isEqualTo("1\t1");
    assertThat(
            admin.rows(
                "SELECT sum(view_count), avgMerge(avg_duration_state) > 0 FROM tinybird.pipe_stats"
                    + " WHERE pipe_name = 'top'"))
        .isEqualTo("2\t1");
    String id = admin.get("/v0/pipes/top").json().path("id").asString();
    assertThat(
            admin.rows(
                "SELECT DISTINCT pipe_name FROM tinybird.pipe_stats WHERE pipe_id = '" + id + "'"))
        .isEqualTo("top");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count() FROM tinybird.jobs_log",
        "SELECT count() FROM nightjar.mirrors",
        "SELECT count() FROM nightjar.shards",
        "SELECT count() FROM nightjar.gaps",
        "SELECT count() FROM nightjar.mirrors AS a JOIN mirrors AS b ON a.datasource = b.id",
        "SELECT count() FROM orders WHERE id IN (SELECT datasource FROM `nightjar`.`mirrors`)",
        "WITH mine AS (SELECT * FROM nightjar.shards) SELECT count() FROM mine"
      })
  void allOfThemCanBeQueriedThoughNothingIsInThem(String sql) {
    assertThat(admin.rows(sql)).isEqualTo("0");
  }

  @Test
  void whatADeploymentDoesToDataSourcesIsRemembered() {
    awaitRows(
        "create\tmirrors\tok\ncreate\torders\tok",
        "SELECT event_type, datasource_name, result FROM tinybird.datasources_ops_log ORDER BY 2");
  }

  @Test
  void aWorkspaceSeesItsOwnRowsOnly() {
    String other =
        admin
            .withToken(SERVER.server().tokens().userToken())
            .form("POST", "/v1/workspaces", Map.of("name", "other"))
            .json()
            .path("token")
            .asString();
    awaitRows("2", "SELECT count() FROM tinybird.pipe_stats_rt WHERE pipe_name = 'top'");

    assertThat(
            admin
                .withToken(other)
                .rows("SELECT count() FROM tinybird.pipe_stats_rt WHERE pipe_name = 'top'"))
        .isEqualTo("0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM tinybird.pipe_stats_rt",
        "SELECT * FROM pipe_stats_rt",
        "SELECT * FROM nightjar_service.requests",
        "SELECT * FROM nightjar.mirrors, tinybird.jobs_log"
      })
  void whoMayReadSomeThingsOnlyReadsNoneOfThem(String sql) {
    Client reader =
        admin.withToken(
            admin
                .post(
                    "/v0/tokens?scope=DATASOURCES:READ:orders&scope=PIPES:READ:top&name=r"
                        + sql.hashCode())
                .json()
                .path("token")
                .asString());

    Client.Response answer = reader.post("/v0/sql", sql);

    assertThat(answer.status()).as(answer.body()).isIn(400, 403);
  }

  @Test
  void nobodyReadsTheTablesBehindThem() {
    assertThat(admin.post("/v0/sql", "SELECT * FROM nightjar_service.requests").status())
        .isEqualTo(400);
    assertThat(admin.post("/v0/sql", "SELECT * FROM tinybird.requests").status()).isEqualTo(400);
  }

  @Test
  void whoMayReadTheWholeWorkspaceReadsThem() {
    String token =
        admin
            .post("/v0/tokens?name=whole&scope=WORKSPACE:READ_ALL")
            .json()
            .path("token")
            .asString();

    assertThat(admin.withToken(token).rows("SELECT count() FROM nightjar.mirrors")).isEqualTo("0");
  }

  @Test
  void anEndpointMayTellOfThemWhomeverItsOwnerLets() {
    awaitRows("2", "SELECT count() FROM tinybird.pipe_stats_rt WHERE pipe_name = 'top'");
    Client reader =
        admin.withToken(
            admin
                .post("/v0/tokens?name=usage&scope=PIPES:READ:usage")
                .json()
                .path("token")
                .asString());

    assertThat(reader.get("/v0/pipes/usage.json").json().at("/data/0/n").asInt()).isEqualTo(2);
    assertThat(admin.rows("SELECT n FROM usage")).isEqualTo("2");
    assertThat(reader.post("/v0/sql", "SELECT * FROM tinybird.pipe_stats_rt, usage").status())
        .isEqualTo(400);
    assertThat(reader.get("/v0/pipes/usage").body()).contains("usage").doesNotContain("tinybird");
    assertThat(reader.get("/v1/pipes/usage.pipe").status()).isEqualTo(403);
  }

  @Test
  void aViewCannotReadThem() {
    Client.Response failed =
        admin.upload(
            "/v1/deploy?check=true&allow_destructive_operations=true",
            Map.of(
                "orders.datasource", Files.plain(),
                "v.pipe",
                    Files.materialized(
                        "SELECT job_id AS id, 1 AS n FROM tinybird.jobs_log, orders", "orders")));

    assertThat(failed.json().path("result").asString()).isEqualTo("failed");
  }

  @Test
  void theQueryOfTbLogsIsAnswered() {
    awaitRows("2", "SELECT count() FROM tinybird.pipe_stats_rt WHERE pipe_name = 'top'");

    String rows =
        admin.rows(
            """
            SELECT * FROM (
              SELECT 'tinybird.pipe_stats_rt' AS source, start_datetime AS timestamp,
                formatRowNoNewline('JSONEachRow', *) AS data FROM tinybird.pipe_stats_rt
              UNION ALL
              SELECT 'tinybird.datasources_ops_log', timestamp,
                formatRowNoNewline('JSONEachRow', *) FROM tinybird.datasources_ops_log
              UNION ALL
              SELECT 'tinybird.jobs_log', created_at, formatRowNoNewline('JSONEachRow', *)
              FROM tinybird.jobs_log)
            ORDER BY timestamp DESC LIMIT 100\
            """);

    assertThat(rows).contains("tinybird.pipe_stats_rt", "top.json?city=Ny");
    assertThat(
            admin.post("/v0/sql", "SELECT formatRow('Template', number) FROM numbers(1)").status())
        .isEqualTo(400);
  }

  private void awaitRows(String expected, String sql) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(admin.rows(sql)).isEqualTo(expected));
  }
}
