package dev.nightjar.server.branch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import dev.nightjar.server.workspace.Workspaces;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tools.jackson.databind.JsonNode;

/** Branches, as the SDK and {@code tb} make them and deploy into them. */
class BranchTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;

  private final Client main = SERVER.client();

  @BeforeAll
  static void aTableAndItsRole() {
    Client api = SERVER.client();
    tables = new DynamoTables(SERVER.aws()).table("orders").table("gone").table("copied");
    tables.table("stood_in").put("stood_in", "s", "there");
    tables.table("named").put("named", "n", "here");
    tables.table("named_too").put("named_too", "n", "here");
    tables.put("orders", "a", "one");
    tables.put("copied", "a", "one");
    String policies = "/v0/integrations/dynamodb/policies/";
    tables.role(
        "reader",
        api.get(policies + "trust-policy?external_id_seed=aws").body(),
        api.get(policies + "read-access-policy?table_name=*&bucket=*").body());
    api.form(
        "POST",
        "/v0/variables",
        Map.of("name", "dynamodb_role_arn_aws", "value", DynamoTables.role("reader")));
  }

  @AfterAll
  static void close() {
    tables.close();
  }

  private Client branch(String name) {
    return branch(main, name);
  }

  private Client branch(Client of, String name) {
    Response made = of.post("/v1/environments?name=" + name);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    String job = made.json().path("job").path("job_id").asString();
    assertThat(of.get("/v0/jobs/" + job).json().path("status").asString()).isEqualTo("done");
    JsonNode found = of.get("/v0/environments/" + name + "?with_token=true").json();
    return main.withToken(found.path("token").asString());
  }

  private static Response upload(Client to, String table) {
    return to.upload(
        "/v1/deploy?auto_promote=true",
        Map.of("aws.connection", Files.connection(), "orders.datasource", Files.mirrored(table)));
  }

  private static Response deploy(Client to, String table) {
    Response response = upload(to, table);
    assertThat(response.json().path("result").asString()).as(response.body()).isEqualTo("success");
    return response;
  }

  /**
   * The specification's three sentences: declaring the connection in a branch, checking out another
   * branch, moving it up to main. Where AWS allows no more readers, another branch has none.
   */
  @Test
  void eachBranchAndThenMainHasAnExportOfItsOwn() {
    Client one = branch("one");
    Response declared = deploy(one, "orders");
    assertThat(declared.body())
        .contains("DynamoDB initial export backfill started for datasource 'orders'")
        .contains("\"level\":\"WARNING\"");
    assertThat(tables.exports("orders")).isEqualTo(1);

    Client two = branch("two");
    deploy(two, "orders");
    assertThat(tables.exports("orders")).isEqualTo(2);

    deploy(main, "orders");
    assertThat(tables.exports("orders")).isEqualTo(3);
    for (Client each : new Client[] {one, two, main}) {
      await().until(() -> each.rows("SELECT note FROM orders FINAL").equals("one"));
      // the same project again is the same context
      Response again = upload(each, "orders");
      assertThat(again.json().path("result").asString()).isEqualTo("no_changes");
    }
    Response third = upload(branch("three"), "orders");
    assertThat(third.json().path("result").asString()).isEqualTo("failed");
    assertThat(third.json().path("errors").get(0).path("error").asString())
        .startsWith("orders.datasource:16:1: The table is mirrored by")
        .contains("`orders` of workspace main, `orders` of workspace main/one and")
        .contains("`orders` of workspace main/two already")
        .contains("point this data source at a table of its own")
        .endsWith("[table_mirrored_twice]");
    assertThat(tables.exports("orders")).isEqualTo(3);
  }

  private Client workspace(String name) {
    Response made = main.post("/v1/workspaces?name=" + name);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    Client client = main.withToken(made.json().path("token").asString());
    String role = DynamoTables.role("reader");
    client.form("POST", "/v0/variables", Map.of("name", "dynamodb_role_arn_aws", "value", role));
    return client;
  }

  /** A branch's name is its own in its workspace only. */
  @Test
  void whatIsDeployedInABranchLeavesAloneWhatIsCalledLikeIt() {
    Client north = workspace("north");
    Client south = workspace("south");
    deploy(north, "named");
    Client[] branches = {branch(north, "north"), branch(south, "north")};
    deploy(branches[0], "named");
    deploy(branches[1], "named_too");
    Response again = branches[0].upload("/v1/build", Map.of("t.datasource", Files.plain()));
    assertThat(again.json().path("result").asString()).as(again.body()).isEqualTo("success");

    assertThat(branches[0].rows("SELECT count() FROM nightjar.mirrors")).isEqualTo("0");
    for (Client still : new Client[] {north, branches[1]}) {
      await().until(() -> still.rows("SELECT note FROM orders FINAL").equals("here"));
      assertThat(still.rows("SELECT datasource FROM nightjar.mirrors")).isEqualTo("orders");
    }
    assertThat(main.get("/metrics").body())
        .contains("nightjar_mirror_live{datasource=\"orders\",workspace=\"north\"}")
        .contains("nightjar_mirror_live{datasource=\"orders\",workspace=\"south/north\"}");
  }

  @Test
  void aTokenOfTheWorkspaceTakesThoseOfItsBranchesWithIt() {
    Client west = workspace("west");
    Client branch = branch(west, "leaked");
    assertThat(branch.get("/v0/datasources").status()).isEqualTo(200);

    Response fresh = west.post("/v0/tokens/workspace%20admin%20token/refresh");

    assertThat(branch.get("/v0/datasources").status()).isEqualTo(403);
    String own =
        main.withToken(fresh.json().path("token").asString())
            .get("/v0/environments/leaked?with_token=true")
            .json()
            .path("token")
            .asString();
    assertThat(main.withToken(own).get("/v0/datasources").status()).isEqualTo(200);
  }

  @Test
  void noBranchIsMadeOfAWorkspaceThatGoesAway() throws Exception {
    Client east = workspace("east");
    String id = east.get("/v1/workspace").json().path("id").asString();
    ExecutorService makers = Executors.newVirtualThreadPerTaskExecutor();
    List<Future<Response>> made = new ArrayList<>();
    try (makers) {
      for (int i = 0; i < 8; i++) {
        String name = "made_" + i;
        made.add(makers.submit(() -> east.post("/v1/environments?name=" + name)));
      }
      main.delete("/v1/workspaces/" + id);
    }

    for (Future<Response> each : made) {
      JsonNode branch = each.get().json().path("workspace");
      if (each.get().status() == 200) {
        Client gone = main.withToken(branch.path("token").asString());
        assertThat(gone.get("/v1/workspace").status()).isEqualTo(403);
        assertThat(databases())
            .noneMatch(name -> name.contains(branch.path("id").asString().replace("-", "")));
      }
    }
    assertThat(databases()).noneMatch(name -> name.contains(id.replace("-", "")));
  }

  private static List<String> databases() {
    return SERVER
        .server()
        .database()
        .rows(Query.of("SELECT name FROM system.databases"))
        .list()
        .stream()
        .map(row -> row.string("name"))
        .toList();
  }

  @Test
  void aBranchHasTheSecretsAndConnectionsOfItsWorkspace() {
    Client branch = branch("heir");
    assertThat(branch.get("/v0/variables/dynamodb_role_arn_aws").status()).isEqualTo(200);
    branch.form("POST", "/v0/variables", Map.of("name", "mine", "value", "x"));
    assertThat(main.get("/v0/variables/mine").status()).isEqualTo(404);
    assertThat(branch.delete("/v0/variables/dynamodb_role_arn_aws").error())
        .contains("not the branch's own");

    Response built = main.upload("/v1/build", Map.of("aws.connection", Files.connection()));
    assertThat(built.json().path("result").asString()).as(built.body()).isEqualTo("success");
    assertThat(branch.get("/v0/connectors").body()).contains("\"name\":\"aws\"");
    assertThat(branch.get("/v0/connectors/aws").json().path("name").asString()).isEqualTo("aws");
    assertThat(branch.get("/v0/connectors/aws.connection").body()).isEqualTo(Files.connection());
    assertThat(branch.get("/v0/connectors/absent").status()).isEqualTo(404);
    Response alone =
        branch.upload("/v1/build", Map.of("orders.datasource", Files.mirrored("gone")));
    assertThat(alone.json().path("result").asString()).as(alone.body()).isEqualTo("success");
  }

  /** Tinybird attaches the last partition of each data source to a branch that asks for it. */
  @Test
  void aBranchMayBeginWithTheLastPartitionOfEachDataSource() {
    Client from = workspace("origin");
    Map<String, String> project =
        Map.of(
            "aws.connection", Files.connection(),
            "orders.datasource", Files.mirrored("copied"),
            "months.datasource", Files.plain() + "ENGINE_PARTITION_KEY n\n",
            "sums.datasource", Files.plain(),
            "view.pipe", Files.materialized("SELECT id, n FROM months", "sums"),
            "ep.pipe", Files.endpoint("SELECT count() AS c FROM months"));
    Response deployed = from.upload("/v1/deploy?auto_promote=true", project);
    assertThat(deployed.json().path("result").asString()).as(deployed.body()).isEqualTo("success");
    await().until(() -> from.rows("SELECT note FROM orders FINAL").equals("one"));
    for (String row : new String[] {"{\"id\":\"a\",\"n\":1}", "{\"id\":\"b\",\"n\":2}"}) {
      from.post("/v0/events?name=months&wait=true", row);
    }

    Response made = from.post("/v1/environments?name=filled&data=last_partition");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    Client branch = main.withToken(made.json().path("workspace").path("token").asString());
    assertThat(branch.rows("SELECT id FROM months")).isEqualTo("b");
    assertThat(branch.rows("SELECT id FROM sums ORDER BY id")).isEqualTo("a\nb");
    assertThat(branch.get("/v0/pipes/ep.json").json().path("data").get(0).path("c").asInt())
        .isEqualTo(1);
    assertThat(branch.rows("SELECT note FROM orders FINAL")).isEqualTo("one");
    assertThat(tables.exports("copied")).isEqualTo(1);
    JsonNode job = from.get("/v0/jobs/" + made.json().path("job").path("id").asString()).json();
    assertThat(job.path("result").path("partitions").toString())
        .contains("\"name\":\"months\"")
        .contains("{\"partition\":\"2\",\"status\":\"done\",\"error\":\"\"}");

    // the branch's own load takes the place of the rows that it began with
    tables.delete("copied", Map.of("id", AttributeValue.fromS("a")));
    tables.put("copied", "b", "two");
    Response own = branch.upload("/v1/deploy?auto_promote=true", project);
    assertThat(own.json().path("result").asString()).as(own.body()).isEqualTo("success");
    await().until(() -> branch.rows("SELECT note FROM orders FINAL").equals("two"));
    assertThat(branch.get("/v1/mirrors/orders").json().path("generation").asInt()).isEqualTo(1);
    assertThat(branch.rows("SELECT id FROM months")).isEqualTo("b");

    Response all = from.post("/v1/environments?name=whole&data=all_partitions");
    Client whole = main.withToken(all.json().path("workspace").path("token").asString());
    assertThat(whole.rows("SELECT count() FROM months")).isEqualTo("2");
    assertThat(from.post("/v1/environments?name=none&data=some").error())
        .contains("last_partition");
    assertThat(from.get("/v0/environments/none").status()).isEqualTo(404);
  }

  /** As fixtures bring them, which tests run on. */
  @Test
  void rowsMayStandForThoseOfATableUntilItsMirrorBegins() {
    Client branch = branch("fixtures");
    Map<String, String> project =
        Map.of(
            "aws.connection", Files.connection(), "orders.datasource", Files.mirrored("stood_in"));
    branch.upload("/v1/build", project);
    String append = "/v0/datasources?name=orders&mode=append&format=ndjson";
    Response sent =
        branch.post(
            append,
            """
            {"Item":{"id":"f","note":"fixture"},"NewImage":{"id":"f"},"eventName":"INSERT",\
            "ApproximateCreationDateTime":"2026-01-01 00:00:00.000","_is_deleted":0}
            """);
    assertThat(sent.json().path("successful_rows").asInt()).as(sent.body()).isEqualTo(1);
    assertThat(branch.rows("SELECT id, note, _record, _event_name FROM orders FINAL"))
        .isEqualTo("f\tfixture\t{\"id\":\"f\"}\tINSERT");
    assertThat(branch.post(append, "{\"Item\":{\"id\":\"g\"},\"_is_deleted\":\"no\"}").error())
        .contains("1 of 1 rows do not fit", "none was stored: note: ");
    assertThat(branch.post(append.replace("append&", "replace&"), "{}").error())
        .contains("its rows come from there alone");

    deploy(branch, "stood_in");
    await().until(() -> branch.rows("SELECT id, note FROM orders FINAL").equals("s\tthere"));
    assertThat(branch.get("/v1/mirrors/orders").json().path("generation").asInt()).isEqualTo(1);
    for (String path :
        List.of(append, "/v0/events?name=orders", "/v1/datasources/orders/append?format=ndjson")) {
      assertThat(branch.post(path, "{\"Item\":{\"id\":\"h\"}}").error())
          .contains("its rows come from there alone");
    }
  }

  @Test
  void aBranchIsListedAmongBranchesOnly() {
    Client branch = branch("listed");
    String id = branch.get("/v1/workspace").json().path("id").asString();

    assertThat(main.get("/v1/environments").body()).contains(id).contains("\"is_branch\":true");
    assertThat(main.get("/v1/user/workspaces/?with_environments=true").body()).contains(id);
    assertThat(main.get("/v1/user/workspaces/?with_environments=false").body()).doesNotContain(id);
    assertThat(main.get("/v1/user/workspaces").body()).doesNotContain(id);
    assertThat(branch.get("/v1/workspace").json().path("main").asString())
        .isEqualTo(main.get("/v1/workspace").json().path("id").asString());
    assertThat(main.post("/v1/environments?name=listed").status()).isEqualTo(409);
    assertThat(main.post("/v1/environments?name=no-name").status()).isEqualTo(400);
    assertThat(main.get("/v0/environments/absent?with_token=true").status()).isEqualTo(404);
    assertThat(branch.post("/v1/environments?name=below").status()).isEqualTo(403);
    assertThat(branch.delete("/v0/environments/one").status()).isEqualTo(404);
  }

  /** A crash between the mark and the rest of a deletion leaves what is written here by hand. */
  @Test
  void aDeletionThatACrashCutOffIsFinishedAtTheNextStart() {
    Client branch = branch("cut");
    deploy(branch, "gone");
    String id = branch.get("/v1/workspace").json().path("id").asString();

    SERVER.whileStopped(clickHouse -> {
      try (StateDatabase state = StateDatabase.open(SERVER.dataDir())) {
        Workspaces workspaces = new Workspaces(state, Clock.systemUTC());
        workspaces.leave(workspaces.byId(id).orElseThrow());
      }
    });

    Client again = SERVER.client();
    assertThat(again.get("/v0/environments/cut").status()).isEqualTo(404);
    assertThat(again.withToken(branch.token()).get("/v1/workspace").status()).isEqualTo(403);
    await().until(() -> databases().stream().noneMatch(name -> name.contains(id.replace("-", ""))));
  }

  @Test
  void aDeletedBranchLeavesNothingBehind() {
    Client branch = branch("brief");
    deploy(branch, "gone");
    String id = branch.get("/v1/workspace").json().path("id").asString();

    assertThat(main.delete("/v0/environments/" + id).status()).isEqualTo(200);
    assertThat(branch.get("/v1/workspace").status()).isEqualTo(403);
    assertThat(main.get("/v0/environments/brief").status()).isEqualTo(404);
    assertThat(databases()).noneMatch(name -> name.contains(id.replace("-", "")));
    // its name is free again
    assertThat(branch("brief").get("/v1/workspace").status()).isEqualTo(200);
  }
}
