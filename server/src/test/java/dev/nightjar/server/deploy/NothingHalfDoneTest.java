package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A project is live with a mirror, a view and an endpoint; what fails changes nothing of it. */
class NothingHalfDoneTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;
  private static int puts;

  @BeforeAll
  static void deployAProject() {
    tables = new DynamoTables(SERVER.aws()).table("orders").table("others");
    Client client = SERVER.client();
    String policies = "/v0/integrations/dynamodb/policies/";
    tables.role(
        "reader",
        client.get(policies + "trust-policy?external_id_seed=aws").body(),
        client.get(policies + "read-access-policy?table_name=*&bucket=*").body());
    client.form(
        "POST",
        "/v0/variables",
        Map.of("name", "dynamodb_role_arn_aws", "value", DynamoTables.role("reader")));
    put();
    succeeds("auto_promote=true", live());
    awaitRows();
  }

  @AfterAll
  static void closeClients() {
    tables.close();
  }

  private static Map<String, String> live() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("connections/aws.connection", Files.connection());
    files.put("datasources/orders.datasource", Files.mirrored("orders"));
    files.put("datasources/notes.datasource", Files.plain());
    files.put(
        "pipes/note_view.pipe",
        Files.materialized("SELECT id, toInt64(length(note)) AS n FROM orders", "notes"));
    files.put("pipes/ep.pipe", Files.endpoint("SELECT count() AS c FROM orders FINAL"));
    return files;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "datasources/orders.datasource|ENGINE_VER _timestamp|ENGINE_VER note",
        "datasources/orders.datasource|`_timestamp` DateTime64(3)|`_timestamp` DateTime",
        "datasources/orders.datasource|`note` String|`note` Strin",
        "datasources/orders.datasource|table/orders|table/nowhere",
        "datasources/orders.datasource|'aws'|'azure'",
        "datasources/notes.datasource|n Int64|n Int64 DEFAULT nope(1)",
        "datasources/notes.datasource|n Int64|m Int64",
        "datasources/notes.datasource|ENGINE_SORTING_KEY id|ENGINE_SORTING_KEY nope",
        "pipes/note_view.pipe|toInt64(length(note)) AS n|toInt64(length(nope)) AS n",
        "pipes/note_view.pipe|DATASOURCE notes|DATASOURCE orders",
        "pipes/ep.pipe|FROM orders|FROM nowhere",
        "pipes/ep.pipe|count() AS c|count( AS c",
        "connections/aws.connection|dynamodb_role_arn_aws|never_set",
        "connections/aws.connection|us-east-1|us-west-2"
      })
  void oneFileIsWrong(String file, String right, String wrong) {
    Map<String, String> files = new HashMap<>(live());
    assertThat(files.get(file)).contains(right);
    files.put(file, files.get(file).replace(right, wrong));
    // and two that are right, and new
    files.put("datasources/fresh.datasource", Files.plain());
    files.put("pipes/fresh_ep.pipe", Files.endpoint("SELECT 1 AS one"));
    Map<String, String> before = everything();

    JsonNode errors = fails("auto_promote=true&allow_destructive_operations=true", files);

    assertThat(errors.get(0).path("error").asString())
        .matches("(?s)\\w+/\\w+\\.(datasource|pipe|connection):\\d+:\\d+: .*");
    assertThat(everything()).isEqualTo(before);
    goesOn();
  }

  @Test
  void aFillBreaksOffHalfWay() {
    Map<String, String> files = new HashMap<>(live());
    // it reads what the broken view writes, so that those rows come here too
    files.put("datasources/after.datasource", Files.plain());
    files.put("pipes/after_view.pipe", Files.materialized("SELECT id, n FROM notes", "after"));
    succeeds("auto_promote=true", files);
    Map<String, String> before = everything();
    String after = SERVER.client().rows("SELECT count() FROM after");
    Map<String, String> more = new HashMap<>(files);
    // more than a block of rows, of which the last cannot be computed
    more.put(
        "pipes/broken.pipe",
        Files.materialized(
            "SELECT id, toInt64(intDiv(1, 2999999 - number)) AS n FROM orders CROSS JOIN numbers(3000000) AS many",
            "notes"));

    JsonNode errors = fails("auto_promote=true", more);

    assertThat(errors.get(0).path("error").asString())
        .startsWith("pipes/broken.pipe:3:5: ")
        .containsIgnoringCase("division by zero");
    assertThat(everything()).isEqualTo(before);
    assertThat(SERVER.client().rows("SELECT count() FROM after")).isEqualTo(after);
    goesOn();
    succeeds("auto_promote=true&allow_destructive_operations=true", live());
  }

  @Test
  void whatComesWhileAFillBreaksOffIsNotTakenOutWithIt() throws Exception {
    Map<String, String> files = new HashMap<>(live());
    files.put("datasources/others.datasource", Files.mirrored("others"));
    tables.put("others", "other", "note");
    succeeds("auto_promote=true", files);
    Map<String, String> more = new HashMap<>(files);
    // It reads another table than the view does that writes to the same one.
    more.put(
        "pipes/broken.pipe",
        Files.materialized(
            "SELECT id, toInt64(intDiv(1, 29999999 - number)) AS n FROM others CROSS JOIN numbers(30000000) AS many",
            "notes"));

    CompletableFuture<JsonNode> deployment =
        CompletableFuture.supplyAsync(() -> fails("auto_promote=true", more));
    while (!deployment.isDone()) {
      put();
    }

    assertThat(deployment.get().get(0).path("error").asString())
        .containsIgnoringCase("division by zero");
    awaitRows();
    succeeds("auto_promote=true&allow_destructive_operations=true", live());
  }

  @Test
  void aViewOverATableThatHasRowsIsFilledOnce() {
    Map<String, String> more = new HashMap<>(live());
    more.put(
        "pipes/second.pipe",
        Files.materialized("SELECT concat('second ', id) AS id, 1 AS n FROM orders", "notes"));
    succeeds("auto_promote=true", more);

    assertThat(SERVER.client().rows("SELECT uniqExact(id) FROM notes WHERE id LIKE 'second%'"))
        .isEqualTo(Integer.toString(puts));
    assertThat(SERVER.client().rows("SELECT uniqExact(id) FROM notes WHERE id NOT LIKE 'second%'"))
        .isEqualTo(Integer.toString(puts));
    put();
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            SERVER
                .client()
                .rows("SELECT uniqExact(id) FROM notes WHERE id LIKE 'second%'")
                .equals(Integer.toString(puts)));
    succeeds("auto_promote=true&allow_destructive_operations=true", live());
  }

  @Test
  void anUploadOfNothing() {
    Map<String, String> before = everything();

    Response response = SERVER.client().upload("/v1/build", Map.of());

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.error()).contains("would delete everything");
    assertThat(everything()).isEqualTo(before);
  }

  /** The mirror still feeds the table and the view. */
  private static void goesOn() {
    put();
    awaitRows();
  }

  private static void put() {
    puts++;
    tables.put("orders", "o" + puts, "note");
  }

  private static void awaitRows() {
    String rows = puts + "\t" + puts;
    String sql =
        "SELECT (SELECT count() FROM orders FINAL),"
            + " (SELECT uniqExact(id) FROM notes WHERE id NOT LIKE 'second%')";
    await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> SERVER.client().rows(sql).equals(rows) && state().equals("LIVE"));
  }

  private static String state() {
    return SERVER.client().get("/v1/mirrors/orders").json().path("state").asString();
  }

  private static Map<String, String> everything() {
    Client client = SERVER.client();
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : new String[] {"orders", "notes"}) {
      JsonNode datasource = client.get("/v0/datasources/" + name).json();
      all.put(name, datasource.path("id") + " " + datasource.path("updated_at"));
      all.put(name + " text", client.get("/v0/datasources/" + name + ".datasource").body());
    }
    // a merge may come at any time
    for (String rows : new String[] {"orders FINAL", "notes"}) {
      all.put(rows, client.rows("SELECT count(), sum(cityHash64(*)) FROM " + rows));
    }
    int datasources = client.get("/v0/datasources").json().path("datasources").size();
    all.put(
        "datasources", datasources + " " + client.post("/v0/sql", "SELECT * FROM fresh").status());
    all.put("pipes", client.get("/v0/pipes").body());
    all.put("connectors", client.get("/v0/connectors").body());
    all.put("secrets", client.get("/v0/variables").body());
    all.put("deployments", client.get("/v1/deployments").body());
    all.put("endpoint", client.get("/v0/pipes/ep.json").json().path("data").toString());
    all.put("mirrors", Integer.toString(client.get("/v1/mirrors").json().size()));
    all.put("exports", tables.exports("orders") + " " + tables.exports("others"));
    return all;
  }

  private static void succeeds(String parameters, Map<String, String> files) {
    JsonNode answer = SERVER.client().upload("/v1/deploy?" + parameters, files).json();
    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("success");
  }

  private static JsonNode fails(String parameters, Map<String, String> files) {
    JsonNode answer = SERVER.client().upload("/v1/deploy?" + parameters, files).json();
    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("failed");
    return answer.path("errors");
  }
}
