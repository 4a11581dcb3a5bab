package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** The life of one mirrored table, step after step, as a user goes through it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MirrorDeploymentTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;

  @BeforeAll
  static void setUpAws() {
    tables = new DynamoTables(SERVER.aws()).table("orders");
    tables.put("orders", "a", "one");
    tables.put("orders", "b", "two");
    Client client = SERVER.client();
    String policies = "/v0/integrations/dynamodb/policies/";
    tables.role(
        "reader",
        client.get(policies + "trust-policy?external_id_seed=aws").body(),
        client
            .get(policies + "read-access-policy?table_name=orders&bucket=" + DynamoTables.BUCKET)
            .body());
  }

  @AfterAll
  static void closeClients() {
    tables.close();
  }

  @Test
  @Order(1)
  void aBuildWithoutConnectionsMakesTablesAndSaysSo() {
    JsonNode answer = upload("/v1/build", project());

    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("success");
    JsonNode build = answer.path("build");
    assertThat(build.path("new_datasource_names").toString()).contains("orders", "changes");
    assertThat(build.path("data_linkers")).isEmpty();
    assertThat(build.path("feedback").toString())
        .contains("INFO")
        .contains("--with-connections")
        .contains("nightjar secret set dynamodb_role_arn_aws");
    assertThat(client().rows("SELECT count() FROM orders")).isEqualTo("0");
    JsonNode mirror = client().get("/v1/mirrors").json().get(0);
    assertThat(mirror.path("state").asString()).isEqualTo("NOT_STARTED");
    assertThat(mirror.path("reason").asString()).isEqualTo("not_started");
    assertThat(mirror.path("message").asString()).contains("--with-connections");
    assertThat(mirror.path("uploaded").asBoolean()).as("it goes with its file").isTrue();
    assertThat(status()).isEqualTo(mirror);
    assertThat(
            client()
                .get("/v0/connectors")
                .json()
                .path("connectors")
                .get(0)
                .path("service")
                .asString())
        .isEqualTo("dynamodb");
  }

  @Test
  @Order(2)
  void aDeploymentWhoseSecretIsNotSetPrintsTheLineToType() {
    JsonNode answer = upload("/v1/deploy?auto_promote=true", project());

    assertThat(answer.path("result").asString()).isEqualTo("failed");
    assertThat(answer.path("errors").get(0).path("filename").asString())
        .isEqualTo("connections/aws.connection");
    assertThat(answer.path("errors").get(0).path("error").asString())
        .startsWith("connections/aws.connection:2:")
        .contains("nightjar secret set dynamodb_role_arn_aws \"…\"");
  }

  @Test
  @Order(3)
  void aDeploymentStartsTheMirrorAndTellsTheExport() {
    secret(DynamoTables.role("reader"));

    JsonNode answer = upload("/v1/deploy?auto_promote=true", project());

    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("success");
    JsonNode deployment = answer.path("deployment");
    assertThat(deployment.path("live").asBoolean()).isTrue();
    assertThat(deployment.path("status").asString()).isEqualTo("data_ready");
    assertThat(deployment.path("changed_datasource_names").toString()).isEqualTo("[\"orders\"]");
    assertThat(deployment.path("errors").isArray()).isTrue();
    assertThat(feedback(deployment, "WARNING"))
        .contains("DynamoDB initial export backfill started for datasource 'orders'.")
        .contains("Nightjar will keep retrying the import until AWS marks the export as completed.")
        .contains("Export ARN: arn:aws:dynamodb:us-east-1:123456789012:table/orders/export/");
    awaitLive();
    assertThat(client().rows("SELECT id, note FROM orders FINAL ORDER BY id"))
        .isEqualTo("a\tone\nb\ttwo");
  }

  @Test
  @Order(4)
  void changesArriveInTheTableTheViewAndTheEndpoint() {
    tables.put("orders", "a", "three");
    awaitCaughtUp();

    assertThat(client().rows("SELECT note FROM orders FINAL WHERE id = 'a'")).isEqualTo("three");
    assertThat(
            client()
                .rows(
                    "SELECT id, count() FROM changes WHERE event != 'EXPORT' GROUP BY id ORDER BY id"))
        .isEqualTo("a\t2\nb\t1");
    assertThat(client().get("/v0/pipes/newest.csv").body()).isEqualTo("\"n\"\n2\n");
    JsonNode detail = client().get("/v0/datasources/orders").json();
    assertThat(detail.path("service").asString()).isEqualTo("dynamodb");
    assertThat(detail.path("statistics").path("row_count").asLong()).isPositive();
    assertThat(client().get("/metrics").body())
        .contains("nightjar_mirror_live{datasource=\"orders\"")
        .contains(
            "nightjar_mirror_shard_trim_distance_seconds{datasource=\"orders\",shard=\"shardId-");
    JsonNode stream = status().path("stream");
    assertThat(stream.at("/shards/0/shard").asString()).startsWith("shardId-");
    assertThat(stream.at("/trim_horizon/left_seconds").asLong()).isGreaterThan(23 * 3600);
    assertThat(stream.path("shards_not_shown").asInt()).isZero();
    assertThat(status().path("alarm").asString()).isEqualTo("ok");
    assertThat(status().at("/inserts/rows").asLong()).isPositive();
    assertThat(status().at("/inserts/half_within_ms").asLong()).isPositive();
  }

  @Test
  @Order(5)
  void deployingTheSameAgainTouchesNothing() {
    String before = state();

    JsonNode again = upload("/v1/deploy?auto_promote=true", project());
    JsonNode renamed = upload("/v1/deploy?auto_promote=true", withoutFolders(project()));
    JsonNode built = upload("/v1/build?with_connections=true", project());
    secret(DynamoTables.role("reader"));
    JsonNode check = upload("/v1/deploy?check=true", project());

    assertThat(again.path("result").asString()).isEqualTo("no_changes");
    assertThat(again.path("deployment").path("errors").isArray()).isTrue();
    assertThat(renamed.path("result").asString()).isEqualTo("no_changes");
    assertThat(built.path("result").asString()).isEqualTo("success");
    assertThat(built.path("build").path("changed_datasource_names")).isEmpty();
    assertThat(check.path("result").asString()).isEqualTo("no_changes");
    assertThat(tables.exports("orders")).isEqualTo(1);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  @Order(6)
  void connectionsThatAnUploadLeavesOutStay() {
    Map<String, String> files = project();
    files.remove("connections/aws.connection");

    assertThat(upload("/v1/deploy?auto_promote=true", files).path("result").asString())
        .isEqualTo("no_changes");
  }

  @Test
  @Order(7)
  void aRestartGoesOnWhereItWas() {
    SERVER.restart();
    tables.put("orders", "c", "four");
    awaitCaughtUp();

    assertThat(client().rows("SELECT id, note FROM orders FINAL ORDER BY id"))
        .isEqualTo("a\tthree\nb\ttwo\nc\tfour");
    assertThat(client().rows("SELECT count() FROM changes WHERE event != 'EXPORT'")).isEqualTo("4");
    assertThat(tables.exports("orders")).isEqualTo(1);
    assertThat(client().get("/v1/deployments").json().path("deployments")).hasSize(1);
  }

  @Test
  @Order(8)
  void aPauseHoldsTheMirrorAndAResumeLetsItGoOn() {
    assertThat(client().post("/v1/mirrors/orders/pause").json().path("state").asString())
        .isEqualTo("PAUSED");
    tables.put("orders", "d", "five");
    assertThat(client().post("/v1/mirrors/orders/resume").json().path("state").asString())
        .isNotEqualTo("PAUSED");
    awaitCaughtUp();

    assertThat(client().rows("SELECT note FROM orders FINAL WHERE id = 'd'")).isEqualTo("five");
    assertThat(client().post("/v1/mirrors/nothing/pause").status()).isEqualTo(404);
  }

  @Test
  @Order(9)
  void aViewThatComesLaterIsFilledFromWhatIsThere() {
    Map<String, String> files = project();
    files.put("datasources/latest.datasource", Files.plain());
    files.put(
        "pipes/to_latest.pipe",
        Files.materialized("SELECT id, toInt64(1) AS n FROM orders", "latest"));

    JsonNode answer = upload("/v1/deploy?auto_promote=true", files);
    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("success");
    tables.put("orders", "e", "six");
    awaitCaughtUp();

    assertThat(client().rows("SELECT uniqExact(id) FROM latest")).isEqualTo("5");
    assertThat(client().rows("SELECT count() FROM latest WHERE id = 'e'")).isEqualTo("1");
    assertThat(tables.exports("orders")).isEqualTo(1);
  }

  @Test
  @Order(10)
  void aChangedSchemaIsRefusedUntilItsLossIsAllowed() {
    Map<String, String> files = project();
    files.put("datasources/latest.datasource", Files.plain());
    files.put(
        "pipes/to_latest.pipe",
        Files.materialized("SELECT id, toInt64(1) AS n FROM orders", "latest"));
    files.put(
        "datasources/orders.datasource",
        Files.mirrored("orders").replace("`note` String `json:$.Item.note`,\n", ""));

    JsonNode refused = upload("/v1/deploy?auto_promote=true", files);
    assertThat(refused.path("result").asString()).isEqualTo("failed");
    assertThat(refused.path("errors").toString()).contains("--allow-destructive-operations");
    assertThat(client().rows("SELECT count() FROM orders FINAL")).isEqualTo("5");

    JsonNode allowed =
        upload("/v1/deploy?auto_promote=true&allow_destructive_operations=true", files);
    assertThat(allowed.path("result").asString()).as(allowed.toString()).isEqualTo("success");
    assertThat(feedback(allowed.path("deployment"), "WARNING")).contains("pending", "new export");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status().path("pending").isNull());
    awaitCaughtUp();
    assertThat(tables.exports("orders")).isEqualTo(2);
    assertThat(client().rows("SELECT count() FROM orders FINAL")).isEqualTo("5");
    assertThat(client().rows("SELECT uniqExact(id) FROM latest")).isEqualTo("5");
    assertThat(client().get("/v1/mirrors").json()).hasSize(1);
  }

  @Test
  @Order(11)
  void deletingTheDataSourceEndsItsMirror() {
    Map<String, String> files = new HashMap<>(Map.of("a.datasource", Files.plain()));

    assertThat(upload("/v1/deploy?auto_promote=true", files).path("result").asString())
        .isEqualTo("failed");
    JsonNode answer =
        upload("/v1/deploy?auto_promote=true&allow_destructive_operations=true", files);

    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("success");
    assertThat(client().get("/v1/mirrors").json()).isEmpty();
    assertThat(client().post("/v0/sql", "SELECT count() FROM orders").status()).isEqualTo(400);
    assertThat(client().rows("SELECT count() FROM a")).isEqualTo("0");
  }

  @Test
  @Order(12)
  void nothingWasAskedOfAwsThatThePrintedPolicyDoesNotAllow() {
    assertThat(SERVER.aws().control().calls().byRoles().keySet())
        .isSubsetOf(
            "DynamoDBStreams_20120810.DescribeStream",
            "DynamoDBStreams_20120810.GetRecords",
            "DynamoDBStreams_20120810.GetShardIterator",
            "DynamoDB_20120810.DescribeContinuousBackups",
            "DynamoDB_20120810.DescribeExport",
            "DynamoDB_20120810.DescribeTable",
            "DynamoDB_20120810.ExportTableToPointInTime",
            "S3.GetObject")
        .contains("S3.GetObject", "DynamoDB_20120810.DescribeExport");
  }

  private static Map<String, String> project() {
    Map<String, String> files = new HashMap<>();
    files.put("connections/aws.connection", Files.connection());
    files.put("datasources/orders.datasource", Files.mirrored("orders"));
    files.put(
        "datasources/changes.datasource",
        "SCHEMA >\n    id String,\n    event String\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n");
    files.put(
        "pipes/to_changes.pipe",
        Files.materialized("SELECT id, toString(_event_name) AS event FROM orders", "changes"));
    files.put("endpoints/newest.pipe", Files.endpoint("SELECT count() AS n FROM orders FINAL"));
    return files;
  }

  private static Map<String, String> withoutFolders(Map<String, String> files) {
    Map<String, String> bare = new HashMap<>();
    files.forEach((name, text) -> bare.put(name.substring(name.indexOf('/') + 1), text.strip()));
    return bare;
  }

  private static Client client() {
    return SERVER.client();
  }

  private static JsonNode upload(String path, Map<String, String> files) {
    Response response = client().upload(path, files);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.json();
  }

  private static void secret(String value) {
    client().form("POST", "/v0/variables", Map.of("name", "dynamodb_role_arn_aws", "value", value));
  }

  private static String feedback(JsonNode deployment, String level) {
    StringBuilder text = new StringBuilder();
    for (JsonNode item : deployment.path("feedback")) {
      if (item.path("level").asString().equals(level)) {
        text.append(item.path("message").asString()).append('\n');
      }
    }
    return text.toString();
  }

  private static JsonNode status() {
    return client().get("/v1/mirrors/orders").json();
  }

  /** What a deployment that touches nothing leaves as it is. */
  private static String state() {
    JsonNode status = status();
    return status.path("since").asString()
        + status.path("generation")
        + status.path("export").path("arn")
        + client().get("/v1/deployments").body();
  }

  private static void awaitLive() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> {
          JsonNode status = status();
          assertThat(status.path("state").asString()).as(status.toString()).isNotEqualTo("FAILED");
          return status.path("state").asString().equals("LIVE");
        });
  }

  private static void awaitCaughtUp() {
    Instant now = Instant.now();
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            Optional.ofNullable(status().path("caught_up_at").asString(null))
                .map(Instant::parse)
                .filter(at -> !at.isBefore(now))
                .isPresent());
  }
}
