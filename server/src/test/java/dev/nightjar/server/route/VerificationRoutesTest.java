package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A verification over HTTP: begun, asked for, cancelled, and what it finds. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerificationRoutesTest {
  private static final String POLICIES = "/v0/integrations/dynamodb/policies/";
  private static final String PATH = "/v1/mirrors/orders/verification";

  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;

  @BeforeAll
  static void mirrorATable() {
    tables = new DynamoTables(SERVER.aws()).table("orders");
    for (int i = 0; i < 30; i++) {
      tables.put("orders", "id" + i, "note " + i);
    }
    tables.role(
        "reader",
        client().get(POLICIES + "trust-policy").body(),
        client().get(POLICIES + "read-access-policy?table_name=*&bucket=*").body());
    Response secret =
        client()
            .form(
                "POST",
                "/v0/variables",
                Map.of("name", "dynamodb_role_arn_aws", "value", DynamoTables.role("reader")));
    assertThat(secret.status()).as(secret.body()).isEqualTo(200);
    Response built =
        client()
            .upload(
                "/v1/build?with_connections=true",
                Map.of(
                    "connections/aws.connection",
                    Files.connection(),
                    "datasources/orders.datasource",
                    Files.mirrored("orders")));
    assertThat(built.status()).as(built.body()).isEqualTo(200);
    awaitLive();
  }

  @AfterAll
  static void closeClients() {
    tables.close();
  }

  @Test
  void aMirrorThatLostARowDiffers() {
    JsonNode right = verify("?read_capacity=100000");
    assertThat(right.path("equal").asBoolean()).isTrue();
    assertThat(right.path("items").asInt()).isEqualTo(30);
    assertThat(right.path("whole").asBoolean()).isTrue();
    assertThat(right.path("differences").asInt()).isZero();

    SERVER.whileStopped(clickHouse -> {
      String table =
          clickHouse
              .rows(
                  Query.of(
                      "SELECT concat('`', database, '`.`', name, '`') AS name FROM system.tables"
                          + " WHERE startsWith(database, 'w_') AND engine = 'ReplacingMergeTree'"))
              .single()
              .string("name");
      clickHouse.execute("DELETE FROM " + table + " WHERE id = 'id7'");
    });
    awaitLive();

    JsonNode wrong = verify("?read_capacity=100000&limit=5");
    assertThat(wrong.path("equal").asBoolean()).isFalse();
    assertThat(wrong.path("missing_rows").asInt()).isEqualTo(1);
    JsonNode explained = wrong.path("explained").get(0);
    assertThat(explained.path("kind").asString()).isEqualTo("missing_row");
    assertThat(explained.path("key").path("id").asString()).isEqualTo("id7");
    assertThat(explained.path("item").asString()).contains("note 7");
    assertThat(explained.path("row").isNull()).isTrue();
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void aResyncIsPlannedAndBegun() {
    JsonNode plan = client().get("/v1/mirrors/orders/resync").json();
    assertThat(plan.path("state").asString()).isEqualTo("LIVE");
    assertThat(plan.path("exports").asBoolean()).isTrue();
    assertThat(plan.path("table_size_bytes").isNumber()).isTrue();

    Response begun = client().post("/v1/mirrors/orders/resync");

    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    // Its export waits until the stream is two minutes old: longer than a test should.
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() ->
            client().get("/v1/mirrors/orders").json().path("state").asString().equals("HEALING"));
    assertThat(client().post("/v1/mirrors/nothing/resync").status()).isEqualTo(404);

    Response again = client().post("/v1/mirrors/orders/resync");
    assertThat(again.status()).as(again.body()).isEqualTo(409);
    assertThat(again.error()).contains("HEALING", "pause it first");
    assertThat(client().get("/v1/mirrors/orders/resync").status()).isEqualTo(409);
    assertThat(client().get("/v1/mirrors/orders").json().path("generation").asInt())
        .isLessThanOrEqualTo(2);
  }

  @Test
  void oneRunsAtATimeAndCanBeCancelled() {
    Response begun = client().post(PATH + "?read_capacity=0.001");
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    assertThat(begun.json().path("state").asString()).isEqualTo("running");

    Response second = client().post(PATH);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.json().path("code").asString()).isEqualTo("verification_running");
    assertThat(client().delete(PATH).json().path("state").asString()).isEqualTo("cancelled");
    assertThat(client().get(PATH).json().path("state").asString()).isEqualTo("cancelled");
  }

  @ParameterizedTest
  @CsvSource({
    "read_capacity=0, above 0",
    "read_capacity=fast, not fast",
    "sample=none, not none",
    "sample=120%25, not 120%",
    "sample=1e2147483647, not 1e2147483647",
    "limit=-1, not -1",
    "limit=5000, 0 to 1000"
  })
  void whatIsNoWish(String query, String message) {
    Response refused = client().post(PATH + "?" + query);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error().replace("'", "")).contains(message);
  }

  @Test
  void whatIsNoMirror() {
    assertThat(client().post("/v1/mirrors/nothing/verification").status()).isEqualTo(404);
    assertThat(client().get("/v1/mirrors/nothing/verification").status()).isEqualTo(404);
  }

  private static JsonNode verify(String query) {
    Response begun = client().post(PATH + query);
    assertThat(begun.status()).as(begun.body()).isEqualTo(202);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> !client().get(PATH).json().path("state").asString().equals("running"));
    JsonNode end = client().get(PATH).json();
    assertThat(end.path("state").asString()).as(end.toString()).isEqualTo("done");
    return end.path("result");
  }

  private static void awaitLive() {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() ->
            client().get("/v1/mirrors/orders").json().path("state").asString().equals("LIVE"));
  }

  private static Client client() {
    return SERVER.client();
  }
}
