package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code POST /v0/datasources/NAME/alter}, as the classic client asks for it with --force. */
class AlterTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;

  private final Client client = SERVER.client();

  @BeforeAll
  static void aPlainDataSourceAndAMirror() {
    Client api = SERVER.client();
    tables = new DynamoTables(SERVER.aws()).table("orders").table("visits");
    tables.put("orders", "a", "one");
    String policies = "/v0/integrations/dynamodb/policies/";
    tables.role(
        "reader",
        api.get(policies + "trust-policy?external_id_seed=aws").body(),
        api.get(policies + "read-access-policy?table_name=*&bucket=*").body());
    String role = DynamoTables.role("reader");
    api.form("POST", "/v0/variables", Map.of("name", "dynamodb_role_arn_aws", "value", role));
    Response deployed =
        api.upload(
            "/v1/deploy?auto_promote=true",
            Map.of(
                "plain.datasource",
                Files.plain(),
                "aws.connection",
                Files.connection(),
                "orders.datasource",
                Files.mirrored("orders"),
                "visits.datasource",
                Files.mirrored("visits"),
                "visitors.datasource",
                Files.plain(),
                "visiting.pipe",
                Files.materialized("SELECT id, toInt64(1) AS n FROM visits", "visitors")));
    assertThat(deployed.json().path("result").asString()).as(deployed.body()).isEqualTo("success");
    Response sent = api.post("/v0/events?name=plain&wait=true", "{\"id\":\"kept\",\"n\":1}");
    assertThat(sent.status()).as(sent.body()).isEqualTo(200);
  }

  @AfterAll
  static void close() {
    tables.close();
  }

  private Response alter(String name, boolean dry, String field, String value) {
    return client.form(
        "POST",
        "/v0/datasources/" + name + "/alter",
        Map.of("dry", Boolean.toString(dry), field, value));
  }

  @Test
  void rowsThatNothingBringsBackAreNotLost() {
    for (boolean dry : new boolean[] {true, false}) {
      Response refused = alter("plain", dry, "schema", "`id` String, `n` Int32");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.error()).contains("the rows in it that no view brings back are lost");
    }
    assertThat(client.rows("SELECT id, n FROM plain")).isEqualTo("kept\t1");
  }

  @Test
  void anotherTimeToLiveAndOtherIndexesKeepTheRows() {
    Map<String, String> kept =
        Map.of(
            "ttl", "toDateTime(n) + INTERVAL 100 YEAR",
            "indexes", "INDEX i n TYPE minmax GRANULARITY 1");
    kept.forEach((field, value) -> {
      for (boolean dry : new boolean[] {true, false}) {
        Response altered = alter("plain", dry, field, value);
        assertThat(altered.status()).as(altered.body()).isEqualTo(200);
        assertThat(altered.json().path("operations")).hasSize(1);
      }
      assertThat(client.rows("SELECT id, n FROM plain")).isEqualTo("kept\t1");
    });
  }

  @Test
  void aMirrorIsAlteredAndWhatOnlyItsViewsTargetHasStays() {
    client.post("/v0/events?name=visitors&wait=true", "{\"id\":\"by hand\",\"n\":7}");
    String index = "INDEX by_note note TYPE minmax GRANULARITY 1";
    Response said = alter("visits", true, "indexes", index);
    assertThat(said.status()).as(said.body()).isEqualTo(200);
    assertThat(said.json().path("operations").toString())
        .contains("a new export of the whole DynamoDB table")
        .doesNotContain("visitors");

    assertThat(alter("visits", false, "indexes", index).status()).isEqualTo(200);

    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> client.get("/v1/mirrors/visits").json().path("pending").isNull());
    assertThat(client.rows("SELECT id, n FROM visitors WHERE id = 'by hand'"))
        .isEqualTo("by hand\t7");
  }

  /** No mirror runs that another could be built beside: the view's target would be made anew. */
  @Test
  void aMirrorThatDoesNotRunIsNotAlteredAtTheCostOfOthersRows() {
    Client branch = branch("idle");
    Response built =
        branch.upload(
            "/v1/build",
            Map.of(
                "aws.connection",
                Files.connection(),
                "orders.datasource",
                Files.mirrored("orders"),
                "ordered.datasource",
                Files.plain(),
                "ordering.pipe",
                Files.materialized("SELECT id, toInt64(1) AS n FROM orders", "ordered")));
    assertThat(built.json().path("result").asString()).as(built.body()).isEqualTo("success");
    branch.post("/v0/events?name=ordered&wait=true", "{\"id\":\"by hand\",\"n\":7}");

    for (boolean dry : new boolean[] {true, false}) {
      Response refused =
          branch.form(
              "POST",
              "/v0/datasources/orders/alter",
              Map.of(
                  "dry",
                  Boolean.toString(dry),
                  "indexes",
                  "INDEX by_note note TYPE minmax GRANULARITY 1"));
      assertThat(refused.status()).as(refused.body()).isEqualTo(400);
      assertThat(refused.error())
          .contains("ordered.datasource: What the views that fill it read is made anew")
          .contains("Deploy the whole project");
    }
    assertThat(branch.rows("SELECT id, n FROM ordered")).isEqualTo("by hand\t7");
  }

  private Client branch(String name) {
    Response made = client.post("/v1/environments?name=" + name, "");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    String token =
        client.get("/v0/environments/" + name + "?with_token=true").json().path("token").asString();
    return client.withToken(token);
  }

  @Test
  void aColumnMoreKeepsTheRows() {
    String more = "`id` String, `n` Int64, `more` String";
    assertThat(alter("plain", true, "schema", more).json().path("operations").toString())
        .isEqualTo("[\"ADD COLUMN `more` String\"]");
    assertThat(client.rows("SELECT * FROM plain")).isEqualTo("kept\t1");

    assertThat(alter("plain", false, "schema", more).status()).isEqualTo(200);

    assertThat(client.rows("SELECT id, more = '' FROM plain")).isEqualTo("kept\t1");
    assertThat(alter("plain", false, "schema", more).error())
        .contains("There were no operations to perform");
    assertThat(alter("plain", false, "schema", "`id` String, `n` Int64").status()).isEqualTo(400);
  }

  @Test
  void whatStartsANewExportIsSaidBefore() {
    String index = "INDEX by_note note TYPE minmax GRANULARITY 1";
    await().until(() -> client.rows("SELECT note FROM orders FINAL").equals("one"));

    Response said = alter("orders", true, "indexes", index);
    assertThat(said.status()).as(said.body()).isEqualTo(200);
    assertThat(said.json().path("operations").toString())
        .contains("the indexes")
        .contains("a new export of the whole DynamoDB table");
    assertThat(tables.exports("orders")).isEqualTo(1);

    Response altered = alter("orders", false, "indexes", index);
    assertThat(altered.status()).as(altered.body()).isEqualTo(200);
    assertThat(tables.exports("orders")).isEqualTo(2);
    await().until(() -> client.rows("SELECT note FROM orders FINAL").equals("one"));
  }
}
