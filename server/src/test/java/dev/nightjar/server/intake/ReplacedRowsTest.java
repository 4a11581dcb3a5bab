package dev.nightjar.server.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Rows that others take the place of, or nothing: what becomes of them and of what views made. */
class ReplacedRowsTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static Client client;

  @BeforeAll
  static void deploy() {
    client = SERVER.client();
    Map<String, String> files = new LinkedHashMap<>();
    for (String name : new String[] {"replaced", "totals", "kept", "kept_totals", "gone"}) {
      files.put(name + ".datasource", Files.plain());
    }
    files.put("kept_sums.pipe", Files.materialized("SELECT id, n FROM kept", "kept_totals"));
    files.put("sums.pipe", Files.materialized("SELECT id, n FROM replaced", "totals"));
    Response built = client.upload("/v1/build", files);
    assertThat(built.json().path("result").asString()).as(built.body()).isEqualTo("success");
  }

  @Test
  void aReplacementTakesWhatViewsHaveMadeAlong() {
    replace("replaced", "{\"id\":\"old\",\"n\":1}\n{\"id\":\"older\",\"n\":2}\n");
    replace("replaced", "{\"id\":\"new\",\"n\":3}\n");

    assertThat(client.rows("SELECT id FROM replaced")).isEqualTo("new");
    assertThat(client.rows("SELECT id, n FROM totals")).isEqualTo("new\t3");

    client.post("/v0/events?name=replaced", "{\"id\":\"later\",\"n\":4}");
    assertThat(client.rows("SELECT id FROM totals ORDER BY n")).isEqualTo("new\nlater");

    JsonNode some =
        ended(
            json(client.post(
                    "/v1/datasources/replaced/replace?format=ndjson&replace_condition="
                        + Client.encode("n = 4"),
                    "{\"id\":\"other\",\"n\":4}\n{\"id\":\"no\",\"n\":5}\n"))
                .path("id")
                .asString());
    assertThat(some.path("status").asString()).as(some.toString()).isEqualTo("done");
    assertThat(client.rows("SELECT id FROM replaced ORDER BY n")).isEqualTo("new\nother");
  }

  @Test
  void aReplacementThatWouldLoseRowsIsRefused() {
    replace("kept", "{\"id\":\"old\",\"n\":1}\n");
    client.post("/v0/events?name=kept_totals", "{\"id\":\"own\",\"n\":9}");

    assertThat(replacing("kept", "", "{\"id\":\"new\",\"n\":2}"))
        .contains("error", "'kept_totals'", "truncate");
    assertThat(client.rows("SELECT id FROM kept_totals ORDER BY id")).isEqualTo("old\nown");
    assertThat(client.rows("SELECT id FROM kept")).isEqualTo("old");

    client.post("/v0/datasources/kept_totals/truncate", "");
    assertThat(replacing("kept", "", "{\"id\":\"new\",\"n\":2}")).contains("done");
    assertThat(client.rows("SELECT id FROM kept_totals")).isEqualTo("new");

    // what the view has made of a row that is gone would be lost by making it anew
    client.post("/v0/datasources/kept/truncate", "");
    String some = "&replace_condition=" + Client.encode("n = 2");
    assertThat(replacing("kept", some, "{\"id\":\"other\",\"n\":2}")).contains("error", "in part");
    assertThat(client.rows("SELECT id FROM kept_totals")).isEqualTo("new");
    replace("kept", "{\"id\":\"newer\",\"n\":2}");
    assertThat(replacing("kept", some, "{\"id\":\"other\",\"n\":2}")).contains("done");
    assertThat(client.rows("SELECT id FROM kept_totals")).isEqualTo("other");
  }

  private static String replacing(String datasource, String more, String rows) {
    String path = "/v1/datasources/" + datasource + "/replace?format=ndjson" + more;
    return ended(json(client.post(path, rows)).path("id").asString()).toString();
  }

  @Test
  void rowsAreDeletedByAConditionAndAllOfThemByTruncating() {
    client.post(
        "/v0/events?name=gone",
        "{\"id\":\"a\",\"n\":1}\n{\"id\":\"b\",\"n\":2}\n{\"id\":\"c\",\"n\":3}");

    Map<String, String> dryRun = Map.of("delete_condition", "n > 1", "dry_run", "true");
    Response dry = client.form("POST", "/v0/datasources/gone/delete", dryRun);
    assertThat(dry.json().path("rows_to_be_deleted").asInt()).as(dry.body()).isEqualTo(2);
    assertThat(client.rows("SELECT count() FROM gone")).isEqualTo("3");

    JsonNode job =
        ended(
            client
                .form("POST", "/v0/datasources/gone/delete", Map.of("delete_condition", "n = 2"))
                .json()
                .path("job_id")
                .asString());
    assertThat(job.path("status").asString()).isEqualTo("done");
    assertThat(job.path("kind").asString()).isEqualTo("delete_data");
    Response counted =
        client.form(
            "POST",
            "/v1/datasources/gone/delete",
            Map.of("delete_condition", "n = 3", "wait", "true"));
    assertThat(counted.json().path("rows_affected").asInt()).isEqualTo(1);
    assertThat(client.rows("SELECT id FROM gone")).isEqualTo("a");

    json(client.post("/v0/datasources/gone/truncate"));
    assertThat(client.rows("SELECT count() FROM gone")).isEqualTo("0");
  }

  private static void replace(String datasource, String rows) {
    JsonNode answer =
        json(client.post("/v0/datasources?mode=replace&format=ndjson&name=" + datasource, rows));
    assertThat(answer.path("quarantined_rows").asInt()).as(answer.toString()).isZero();
  }

  private static JsonNode json(Response response) {
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.json();
  }

  private static JsonNode ended(String job) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> client.get("/v0/jobs/" + job).json(),
            each -> !each.path("status").asString().matches("waiting|working"));
  }
}
