package dev.nightjar.server.deploy;

import static dev.nightjar.server.deploy.ChangingProject.project;
import static dev.nightjar.server.deploy.ChangingProject.withOthers;
import static dev.nightjar.server.deploy.ChangingProject.withSize;
import static dev.nightjar.server.deploy.ChangingProject.withViews;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.clickhouse.Query;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A mirror's schema changes while it runs, and deployments wait to be promoted. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChangedSchemaTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static final String NOW = "auto_promote=true";
  private static final String DESTRUCTIVE = NOW + "&allow_destructive_operations=true";

  private static DynamoTables tables;

  @BeforeAll
  static void mirrorATable() {
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
    put("a", "before a", 1);
    put("b", "before b", 2);
    tables.put("others", "o", "other");
    deploy(NOW, project());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> status().path("state").asString().equals("LIVE"));
  }

  @AfterAll
  static void closeClients() {
    tables.close();
  }

  @Test
  @Order(1)
  void anAddedColumnIsPendingUntilItIsFilledForTheOldItems() {
    Map<String, String> files = withSize(project());
    files.put("pipes/unrelated.pipe", Files.endpoint("SELECT 1 AS one"));
    files.put("pipes/sizes.pipe", Files.endpoint("SELECT sum(size) AS n FROM orders FINAL"));
    files.put("pipes/ep.pipe", Files.endpoint("SELECT count() + 100 AS n FROM orders FINAL"));

    try (Fault held = holdExports()) {
      JsonNode deployment = deploy(NOW, files);

      assertThat(deployment.path("live").asBoolean()).isTrue();
      assertThat(deployment.path("status").asString()).isEqualTo("data_ready");
      assertThat(pendingResources(deployment))
          .containsExactlyInAnyOrder("orders.datasource", "ep.pipe", "sizes.pipe");
      assertThat(deployment.path("feedback").toString()).contains("Export ARN: ");
      assertThat(status().at("/pending/state").asString()).isEqualTo("EXPORTING");
      assertThat(status().at("/pending/message").asString()).contains("Deployment 2 changed");
      assertThat(status().path("state").asString()).isEqualTo("LIVE");
      assertThat(client().get("/v0/pipes/unrelated.csv").body()).contains("1");
      assertThat(client().get("/v0/pipes/sizes.csv").status()).isEqualTo(404);
      put("c", "while pending", 3);
      awaitRow("orders", "c");
      assertThat(client().get("/v0/pipes/ep.csv").body()).isEqualTo("\"n\"\n3\n");
      assertThat(client().post("/v0/sql", "SELECT size FROM orders").status()).isEqualTo(400);

      assertThat(upload(NOW, files).path("result").asString()).isEqualTo("no_changes");
      assertThat(client().upload("/v1/deploy", project()).error())
          .contains("deployment 2", "pending");
      SERVER.restart();
      assertThat(status().at("/pending/state").asString()).isEqualTo("EXPORTING");
      assertThat(held.hits()).isPositive();
    }
    awaitNonePending();

    assertThat(client().rows("SELECT id, note, size FROM orders FINAL ORDER BY id"))
        .isEqualTo("a\tbefore a\t1\nb\tbefore b\t2\nc\twhile pending\t3");
    assertThat(client().get("/v0/pipes/ep.csv").body()).isEqualTo("\"n\"\n103\n");
    assertThat(client().get("/v0/pipes/sizes.csv").body()).isEqualTo("\"n\"\n6\n");
    assertThat(tables.exports("orders")).isEqualTo(2);
    assertThat(client().get("/v1/mirrors").json()).hasSize(1);
    JsonNode told = client().get("/v1/deployments/2").json().path("deployment");
    assertThat(pendingResources(told)).isEmpty();
    assertThat(told.path("feedback").toString()).contains("taken the place");
    put("d", "after", 4);
    awaitRow("orders", "d");
    assertThat(upload(NOW, files).path("result").asString()).isEqualTo("no_changes");
  }

  @Test
  @Order(2)
  void whoDeploysTheOldFilesAgainGivesAPendingChangeUp() {
    Map<String, String> old = withSize(project());
    deploy(DESTRUCTIVE, old);
    String before = client().rows("SELECT * FROM orders FINAL ORDER BY id");

    try (Fault held = holdExports()) {
      Map<String, String> files = new HashMap<>(old);
      files.put(
          "datasources/orders.datasource",
          old.get("datasources/orders.datasource").replace("Nullable(Int64)", "Nullable(Int32)"));
      assertThat(upload(NOW, files).path("errors").toString())
          .contains("--allow-destructive-operations");
      assertThat(pendingResources(deploy(DESTRUCTIVE, files))).containsExactly("orders.datasource");

      files.computeIfPresent(
          "datasources/orders.datasource", (_, text) -> text.replace("Int32", "Int16"));
      assertThat(deploy(DESTRUCTIVE, files).path("feedback").toString()).contains("given up");
      assertThat(status().at("/pending/state").asString()).isEqualTo("EXPORTING");

      JsonNode reverted = deploy(NOW, old);

      assertThat(reverted.path("feedback").toString()).contains("given up");
      assertThat(status().path("pending").isNull()).isTrue();
      assertThat(held.hits()).isPositive();
    }
    assertThat(client().rows("SELECT * FROM orders FINAL ORDER BY id")).isEqualTo(before);
    assertThat(tables.exports("orders")).isEqualTo(4);
    assertThat(tablesBeside()).isEmpty();
  }

  @Test
  @Order(3)
  void viewsGoOnWithWhatTheyHaveAndSeeEachChangeOnce() {
    Map<String, String> files = withViews(withSize(project()));
    deploy(NOW, files);
    client().post("/v0/events?name=rates&wait=true", "{\"id\":\"v0\",\"rate\":7}");
    client()
        .post(
            "/v0/events?name=seen&wait=true", "{\"id\":\"x\",\"note\":\"by hand\",\"event\":\"\"}");
    String exported = client().rows("SELECT countIf(event = 'EXPORT') FROM seen");
    int puts = 40;
    for (int i = 0; i < puts; i++) {
      put("v" + i % 7, "first " + i, i);
    }
    Map<String, String> changed = new HashMap<>(files);
    changed.put(
        "datasources/orders.datasource",
        files
            .get("datasources/orders.datasource")
            .replace("ENGINE_SORTING_KEY id", "ENGINE_SORTING_KEY id\nENGINE_PARTITION_KEY id"));

    JsonNode deployment = deploy(NOW, changed);
    assertThat(pendingResources(deployment)).containsExactly("orders.datasource");
    int early = 0;
    while (!status().path("pending").isNull()) {
      put("v" + early % 7, "early " + early, early);
      early++;
    }
    for (int i = 0; i < puts; i++) {
      put("v" + i % 7, "late " + i, i);
    }
    SERVER.restart();
    awaitChanges("late", puts);

    for (String view : List.of("seen", "seen_again", "rated")) {
      assertThat(changes(view, "first")).isEqualTo(puts + "\t" + puts);
      assertThat(changes(view, "early")).isEqualTo(early + "\t" + early);
      assertThat(changes(view, "late")).isEqualTo(puts + "\t" + puts);
    }
    assertThat(client().rows("SELECT countIf(event = 'EXPORT') FROM seen")).isEqualTo(exported);
    assertThat(client().rows("SELECT count() FROM seen WHERE note = 'by hand'")).isEqualTo("1");
    assertThat(client().rows("SELECT uniqExact(rate) FROM rated WHERE id = 'v0'")).isEqualTo("1");
    assertThat(client().rows("SELECT count() FROM orders FINAL")).isEqualTo("11");
    assertThat(tables.exports("orders")).isEqualTo(5);
    deploy(DESTRUCTIVE, project());
    awaitNonePending();
  }

  @Test
  @Order(4)
  void aStagedDeploymentLoadsBesideAndIsThrownAway() {
    Map<String, String> files = withOthers();

    JsonNode staged = deploy("", files);

    assertThat(staged.path("live").asBoolean()).isFalse();
    assertThat(staged.path("status").asString()).isEqualTo("data_ready");
    assertThat(staged.path("feedback").toString()).contains("Export ARN: ");
    assertThat(tables.exports("others")).isEqualTo(1);
    assertThat(client().get("/metrics").body()).contains("datasource=\"others\"");
    assertThat(client().post("/v0/sql", "SELECT 1 FROM others").status()).isEqualTo(400);
    assertThat(client().get("/v0/pipes/ep.csv").body()).isEqualTo("\"n\"\n11\n");
    for (String how : List.of("", NOW)) {
      assertThat(client().upload("/v1/deploy?" + how, files).status()).isEqualTo(409);
    }
    SERVER.restart();
    assertThat(client().get("/metrics").body()).contains("datasource=\"others\"");

    client().delete("/v1/deployments/" + staged.path("id").asString());

    assertThat(client().get("/metrics").body()).doesNotContain("datasource=\"others\"");
    assertThat(tablesBeside()).isEmpty();
  }

  @Test
  @Order(5)
  void aPromotionNeedsNoOtherExport() {
    String id = deploy("", withOthers()).path("id").asString();

    Response promoted = client().post("/v1/deployments/" + id + "/set-live");

    assertThat(promoted.status()).as(promoted.body()).isEqualTo(200);
    awaitRow("others", "o");
    tables.put("others", "p", "later");
    awaitRow("others", "p");
    assertThat(tables.exports("others")).isEqualTo(2);
    assertThat(upload(NOW, withOthers()).path("result").asString()).isEqualTo("no_changes");
    assertThat(tablesBeside()).isEmpty();
  }

  @Test
  @Order(6)
  void aStagedDeploymentThatFailsLeavesNothing() {
    Map<String, String> files = withOthers();
    files.put("datasources/third.datasource", Files.mirrored("others"));
    files.put(
        "datasources/plain.datasource", Files.plain().replace("n Int64", "n Int64 DEFAULT no(1)"));
    String before = client().get("/v1/deployments").body();

    JsonNode failed = upload("", files);

    assertThat(failed.path("result").asString()).isEqualTo("failed");
    assertThat(failed.path("errors").toString()).contains("plain.datasource");
    assertThat(client().get("/v1/deployments").body()).isEqualTo(before);
    assertThat(client().get("/metrics").body()).doesNotContain("datasource=\"third\"");
    assertThat(tables.exports("others")).isEqualTo(2);
    assertThat(tablesBeside()).isEmpty();
  }

  @Test
  @Order(7)
  void aBuildWithoutConnectionsTakesNoRowsAway() {
    Map<String, String> files = withSize(withOthers());
    files.put("pipes/sizes.pipe", Files.endpoint("SELECT sum(size) AS n FROM orders FINAL"));
    int exports = tables.exports("orders");

    JsonNode built = client().upload("/v1/build", files).json();

    assertThat(built.path("result").asString()).isEqualTo("success");
    assertThat(built.at("/build/feedback").toString())
        .contains("its old version stays", "It keeps its old version as long as `orders` does");
    assertThat(built.at("/build/changed_datasource_names").toString()).contains("orders");
    assertThat(client().rows("SELECT count() FROM orders FINAL")).isEqualTo("11");
    assertThat(status().path("state").asString()).isEqualTo("LIVE");
    assertThat(tables.exports("orders")).isEqualTo(exports);

    client().upload("/v1/build?with_connections=true", files);
    awaitNonePending();
    assertThat(client().rows("SELECT countIf(size > 0) > 0 FROM orders FINAL")).isEqualTo("1");
    assertThat(tables.exports("orders")).isEqualTo(exports + 1);
  }

  @Test
  @Order(8)
  void asLongAsADeploymentIsStagedNothingElseIsChanged() {
    Map<String, String> files = withSize(withOthers());
    files.put("pipes/one.pipe", Files.endpoint("SELECT 1 AS one"));
    String id = deploy("", files).path("id").asString();

    Response pushed =
        client()
            .post(
                "/v0/pipes",
                "{\"name\":\"two\",\"nodes\":[{\"name\":\"all\",\"sql\":\"SELECT 2 AS two\"}]}");

    assertThat(pushed.status()).as(pushed.body()).isEqualTo(409);
    assertThat(client().upload("/v1/build", files).status()).isEqualTo(409);
    assertThat(client().post("/v1/deployments/" + id + "/set-live").status()).isEqualTo(200);
    assertThat(client().get("/v0/pipes/one.csv").status()).isEqualTo(200);
  }

  /** How many rows of a view have such a note, and how many different ones. */
  private static String changes(String view, String note) {
    return client()
        .rows("SELECT count(), uniqExact(note) FROM " + view + " WHERE note LIKE '" + note + " %'");
  }

  private static void awaitChanges(String note, int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            client()
                .rows("SELECT uniqExact(note) FROM seen_again WHERE note LIKE '" + note + " %'")
                .equals(Integer.toString(count)));
  }

  private static Client client() {
    return SERVER.client();
  }

  private static void put(String id, String note, int size) {
    tables.put(
        "orders",
        Map.of(
            "id", AttributeValue.fromS(id),
            "note", AttributeValue.fromS(note),
            "size", AttributeValue.fromN(Integer.toString(size))));
  }

  /** Exports that are requested, or were, are not done before this ends. */
  private static Fault holdExports() {
    return SERVER
        .aws()
        .control()
        .faults()
        .on("*DescribeExport")
        .does(
            Effect.answer((request, answer) -> {
              ((ObjectNode) answer.path("ExportDescription")).put("ExportStatus", "IN_PROGRESS");
              return answer;
            }));
  }

  private static JsonNode upload(String how, Map<String, String> files) {
    Response response = client().upload("/v1/deploy?" + how, files);
    assertThat(response.status()).as(response.body()).isEqualTo(200);
    return response.json();
  }

  private static JsonNode deploy(String how, Map<String, String> files) {
    JsonNode answer = upload(how, files);
    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("success");
    return answer.path("deployment");
  }

  private static List<String> pendingResources(JsonNode deployment) {
    List<String> resources = new ArrayList<>();
    for (JsonNode item : deployment.path("feedback")) {
      if (item.path("message").asString().startsWith("pending: ")) {
        resources.add(item.path("resource").asString());
      }
    }
    return resources;
  }

  private static JsonNode status() {
    return client().get("/v1/mirrors/orders").json();
  }

  private static void awaitNonePending() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status().path("pending").isNull());
  }

  private static void awaitRow(String table, String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            !client()
                .rows("SELECT count() FROM " + table + " WHERE id = '" + id + "'")
                .equals("0"));
  }

  private static List<String> tablesBeside() {
    List<String> names = new ArrayList<>();
    SERVER.whileStopped(clickHouse ->
        clickHouse
            .rows(
                Query.builder("SELECT name FROM system.tables WHERE name LIKE 'nightjar-%'")
                    .build())
            .list()
            .forEach(row -> names.add(row.string("name"))));
    return names;
  }
}
