package dev.nightjar.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.http.Json;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens that make and delete single data sources and pipes get out of that, and do not. */
class AuthoringAttackTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static final String TABLE =
      "SCHEMA >\n    k UInt64 `json:$.k`,\n    secret String `json:$.secret`\n\nENGINE MergeTree\nENGINE_SORTING_KEY k\n";

  private static Client admin;
  private static Client author;

  @BeforeAll
  static void prepare() {
    admin = SERVER.client();
    Response build =
        admin.upload(
            "/v1/build",
            Map.of(
                "mine.datasource",
                TABLE,
                "hidden.datasource",
                TABLE,
                "total.datasource",
                "SCHEMA >\n    k UInt64\n\nENGINE MergeTree\nENGINE_SORTING_KEY k\n",
                "few.pipe",
                Files.endpoint("SELECT k, secret FROM hidden WHERE k = 1"),
                "own.pipe",
                Files.endpoint("SELECT k FROM mine"),
                "uses.pipe",
                Files.endpoint("WITH later AS (SELECT 1 AS a) SELECT a FROM later"),
                "sums.pipe",
                "NODE s\nSQL >\n    SELECT k FROM hidden\n\nTYPE materialized\nDATASOURCE total\n"));
    assertThat(build.json().path("result").asString()).as(build.body()).isEqualTo("success");
    for (String name : new String[] {"mine", "hidden"}) {
      assertThat(
              admin
                  .post("/v0/events?name=" + name, "{\"k\": 1, \"secret\": \"" + name + "-row\"}")
                  .status())
          .isEqualTo(200);
    }
    author =
        with(
            "author",
            "PIPES:CREATE",
            "DATASOURCES:READ:mine",
            "PIPES:READ:few",
            "PIPES:READ:own",
            "PIPES:READ:sums");
  }

  private static Client with(String name, String... scopes) {
    StringBuilder path = new StringBuilder("/v0/tokens?name=" + name);
    for (String scope : scopes) {
      path.append("&scope=").append(Client.encode(scope));
    }
    Response made = admin.post(path.toString());
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    return admin.withToken(made.json().path("token").asString());
  }

  private static Response make(Client client, String name, String sql) {
    return make(client, name, sql, Map.of());
  }

  private static Response make(Client client, String name, String sql, Map<String, String> more) {
    Map<String, Object> node = Json.object("name", "n", "type", "endpoint", "sql", sql);
    node.putAll(more);
    return client.post(
        "/v0/pipes?force=true", Json.text(Json.object("name", name, "nodes", List.of(node))));
  }

  @Test
  void makesEndpointsOfWhatItReads() {
    Response made =
        make(
            author,
            "mine_by_key",
            "%\nSELECT k, secret FROM mine WHERE k = {{UInt64(key, 1)}} AND k IN (SELECT k FROM own)");

    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(admin.get("/v0/pipes/mine_by_key.csv").body())
        .isEqualTo("\"k\",\"secret\"\n1,\"mine-row\"\n");
    // to make a pipe gives no right to read it
    assertThat(author.get("/v0/pipes/mine_by_key.csv").status()).isEqualTo(403);
    assertThat(author.delete("/v0/pipes/mine_by_key").status()).isEqualTo(403);
    Client dropper = with("dropper", "PIPES:DROP:mine_by_key");
    assertThat(dropper.delete("/v0/pipes/own").status()).isEqualTo(403);
    assertThat(dropper.delete("/v0/pipes/mine_by_key").status()).isEqualTo(204);
    assertThat(admin.get("/v0/pipes/mine_by_key").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM hidden",
        "SELECT * FROM few",
        "SELECT * FROM few WHERE throwIf(secret = 'hidden-row')",
        "SELECT * FROM hidden_quarantine",
        "SELECT * FROM sums",
        "SELECT * FROM `hid\\x64en`",
        "SELECT * FROM hidden, (WITH hidden AS (SELECT 1) SELECT * FROM hidden) AS b",
        "SELECT * FROM mine WHERE k IN hidden",
        "SELECT (SELECT any(secret) FROM hidden)",
        "SELECT * FROM merge(currentDatabase(), 'hidden')",
        "SELECT * FROM tinybird.pipe_stats_rt",
        "SELECT * FROM system.tables",
        "SELECT * FROM file('/etc/passwd')",
        "%\nSELECT * FROM {% if defined(x) %} mine {% else %} hidden {% end %}",
        "%\nSELECT * FROM {% if defined(x) %} hidden {% else %} mine {% end %}",
        "%\nSELECT * FROM mine /* {% if defined(x) %} */ UNION ALL SELECT * FROM hidden /* {% end %} */",
        "%\nSELECT * FROM {{column(t, 'mine')}}",
        "%\nSELECT {{columns(c, 'k')}} FROM mine",
        "%\nSELECT {{tb_secret('password')}} AS s FROM mine",
        "%\nSELECT {{String(s, tb_secret('password'))}} AS s FROM mine",
        "%\nSELECT * FROM hid{{String(x, '')}}den",
        "SELECT * FROM mine\nTOKEN author READ\nNODE m\nSQL >\n  SELECT * FROM hidden"
      })
  void makesNothingOfWhatItCannotRead(String sql) {
    Response made = make(author, "attempt", sql);

    assertThat(made.status()).as(made.body()).isIn(400, 403);
    assertThat(made.body()).doesNotContain("hidden-row");
    assertThat(admin.get("/v0/pipes/attempt").status()).isEqualTo(404);
  }

  @Test
  void changesNothingThatOthersNeed() {
    String ours = "SELECT k FROM mine";

    assertThat(make(author, "uses", ours).status()).isEqualTo(403);
    assertThat(make(author, "sums", ours).status()).isEqualTo(403);
    assertThat(make(author, "later", ours).status()).isEqualTo(403);
    assertThat(author.post("/v0/pipes/few/nodes/n/endpoint").status()).isIn(403, 404);
    assertThat(author.delete("/v0/pipes/sums/nodes/s/materialization").status()).isEqualTo(403);
    assertThat(
            make(author, "view", ours, Map.of("type", "materialized", "datasource", "total"))
                .status())
        .isEqualTo(403);
    assertThat(
            make(author, "copies", ours, Map.of("type", "copy", "target_datasource", "total"))
                .status())
        .isEqualTo(403);
    assertThat(author.upload("/v1/build", Map.of("a.pipe", Files.endpoint(ours))).status())
        .isEqualTo(403);
    assertThat(admin.get("/v0/pipes/uses.csv").body()).isEqualTo("\"a\"\n1\n");
  }

  @Test
  void aTokenWithAFilterMakesNoPipes() {
    Client filtered = with("filtered", "PIPES:CREATE", "DATASOURCES:READ:hidden:k = 2");

    assertThat(make(filtered, "attempt", "SELECT * FROM hidden").status()).isEqualTo(403);
  }

  @Test
  void whoReadsEverythingMakesPipesWithoutSecrets() {
    Client reader = with("reader", "PIPES:CREATE", "WORKSPACE:READ_ALL");

    assertThat(
            make(reader, "attempt", "%\nSELECT {{String(s, tb_secret('password'))}} AS s").status())
        .isEqualTo(403);
    Response made =
        make(reader, "all", "%\nSELECT k FROM hidden {% if defined(x) %} WHERE k = 2 {% end %}");
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(reader.get("/v0/pipes/all.csv").body()).isEqualTo("\"k\"\n1\n");
  }

  @Test
  void makesFillsAndEmptiesDataSources() {
    Client maker = with("maker", "DATASOURCES:CREATE");
    String schema = "&schema=" + Client.encode("k UInt64 `json:$.k`, v String `json:$.v`");

    Response made = maker.post("/v0/datasources?name=made" + schema);
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    assertThat(maker.post("/v0/events?name=made", "{\"k\": 1, \"v\": \"a\"}").status())
        .isEqualTo(200);
    assertThat(maker.post("/v0/sql", "SELECT * FROM made").status()).isEqualTo(400);
    // whether a condition holds tells of rows
    for (String request :
        new String[] {
          "/v0/datasources/hidden/delete?dry_run=true", "/v1/datasources/hidden/delete?wait=true"
        }) {
      assertThat(
              maker
                  .post(
                      request
                          + "&delete_condition="
                          + Client.encode("throwIf(secret = 'hidden-row')"))
                  .status())
          .isEqualTo(403);
    }
    assertThat(maker.post("/v0/datasources/made/truncate").status()).isEqualTo(200);
    assertThat(admin.rows("SELECT count() FROM made").strip()).isEqualTo("0");
    assertThat(maker.delete("/v0/datasources/made").status()).isEqualTo(403);
    Client dropper = with("ends_made", "DATASOURCES:DROP:made");
    assertThat(dropper.delete("/v0/datasources/mine").status()).isEqualTo(403);
    assertThat(dropper.delete("/v0/datasources/made").status()).isEqualTo(200);
    assertThat(admin.get("/v0/datasources/made").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "&service=dynamodb&connection=c&dynamodb_table_arn=a&dynamodb_export_bucket=b",
        "&description=x%0ATOKEN%20author%20READ",
        "&engine=URL",
        "&engine_settings=disk%3D1",
        "&schema=k%20String%20DEFAULT%20file('/etc/passwd')"
      })
  void makesNoDataSourceThatReadsSomethingElse(String more) {
    Client maker = with("maker" + more.hashCode(), "DATASOURCES:CREATE");
    String schema = more.contains("schema=") ? "" : "&schema=k%20UInt64";

    Response made = maker.post("/v0/datasources?name=attempt" + schema + more);

    if (made.status() == 200) {
      assertThat(admin.get("/v0/tokens/author").body()).doesNotContain("attempt");
      assertThat(admin.delete("/v0/datasources/attempt").status()).isEqualTo(200);
      assertThat(more).startsWith("&description");
    } else {
      assertThat(made.status()).as(made.body()).isIn(400, 403);
    }
  }

  @Test
  void deletingTellsNoNames() {
    Client dropper = with("drops_hidden", "DATASOURCES:DROP:hidden", "PIPES:DROP:few");

    Response refused = dropper.delete("/v0/datasources/hidden");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.body()).doesNotContain("sums").doesNotContain("few");
  }
}
