package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.Query;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Deployments without DynamoDB: what clients read of them, and what happens to tables. */
class PlainDeploymentTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private Client client;

  @BeforeEach
  void makeAWorkspace() {
    Client user = SERVER.client().withToken(SERVER.server().tokens().userToken());
    String name = "w" + System.nanoTime();
    client =
        user.withToken(
            user.form("POST", "/v1/workspaces", Map.of("name", name))
                .json()
                .path("token")
                .asString());
  }

  @Test
  void aNewWorkspaceHasTheLiveDeployment0() {
    JsonNode seed = deployments().get(0);

    assertThat(seed.path("id").asString()).isEqualTo("0");
    assertThat(seed.path("live").asBoolean()).isTrue();
    assertThat(seed.path("status").asString()).isEqualTo("data_ready");
  }

  @Test
  void aDeploymentIsNumberedAndReplacesTheLiveOne() {
    JsonNode first = deploy("auto_promote=true", Map.of("a.datasource", Files.plain()));
    JsonNode polled = client.get("/v1/deployments/1?from=cli").json();

    assertThat(first.path("deployment").path("id").asString()).isEqualTo("1");
    assertThat(polled.path("result").asString()).isEqualTo("success");
    assertThat(polled.path("deployment").path("live").asBoolean()).isTrue();
    assertThat(polled.path("deployment").path("new_datasource_names").toString())
        .isEqualTo("[\"a\"]");
    assertThat(deployments()).hasSize(1);
    assertThat(client.get("/v1/deployments?include_deleted=true").json().path("deployments"))
        .hasSize(2);
    assertThat(client.get("/v1/deployments/0").json().path("deployment").path("status").asString())
        .isEqualTo("deleted");
    JsonNode job = client.get("/v0/jobs?kind=deployment").json().path("jobs").get(0);
    assertThat(job.path("deployment_id").asString()).isEqualTo("1");
    assertThat(client.get("/v0/jobs/" + job.path("id").asString()).json().path("status").asString())
        .isEqualTo("done");
    assertThat(client.get("/v1/deployments/77").status()).isEqualTo(404);
    assertThat(client.get("/v0/jobs/none").status()).isEqualTo(404);
  }

  @Test
  void aCheckChangesNothing() {
    JsonNode check = deploy("check=true", Map.of("a.datasource", Files.plain()));

    assertThat(check.path("result").asString()).isEqualTo("success");
    assertThat(check.path("deployment").path("new_datasource_names").toString())
        .isEqualTo("[\"a\"]");
    assertThat(client.get("/v0/datasources").json().path("datasources")).isEmpty();
    assertThat(deployments()).hasSize(1);
  }

  @Test
  void whatReplacesADeploymentThatIsNotLiveAnyMoreIsRefused() {
    deploy("auto_promote=true&over=0", Map.of("a.datasource", Files.plain()));

    Response late =
        client.upload("/v1/deploy?auto_promote=true&over=0", Map.of("b.datasource", Files.plain()));

    assertThat(late.status()).isEqualTo(409);
    assertThat(late.body()).contains("Deployment 0 was to be replaced, but 1 is live");
    assertThat(deployments().get(0).path("id").asString()).isEqualTo("1");
    assertThat(client.upload("/v1/deploy?auto_promote=true&over=none", Map.of("b.pipe", "")).body())
        .contains("is no number of a deployment");
    assertThat(client.rows("SELECT count() FROM a")).isEqualTo("0");
  }

  @Test
  void aStagedDeploymentIsLiveOnceItIsPromoted() {
    JsonNode staged = deploy("", Map.of("a.datasource", Files.plain()));

    assertThat(staged.path("deployment").path("live").asBoolean()).isFalse();
    assertThat(staged.path("deployment").path("status").asString()).isEqualTo("data_ready");
    assertThat(deployments()).hasSize(2);
    assertThat(deployments().get(0).path("id").asString()).isEqualTo("0");
    assertThat(client.get("/v0/datasources").json().path("datasources")).isEmpty();

    assertThat(client.post("/v1/deployments/1/set-live").status()).isEqualTo(200);

    assertThat(client.rows("SELECT count() FROM a")).isEqualTo("0");
    assertThat(deployments()).hasSize(1);
    assertThat(client.delete("/v1/deployments/0").status()).isEqualTo(200);
    assertThat(client.delete("/v1/deployments/1").status()).isEqualTo(409);
  }

  @Test
  void aStagedDeploymentCanBeDiscarded() {
    deploy("", Map.of("a.datasource", Files.plain()));

    JsonNode gone = client.delete("/v1/deployments/1").json();

    assertThat(gone.path("deployment").path("status").asString()).isEqualTo("deleted");
    assertThat(client.post("/v1/deployments/1/set-live").status()).isEqualTo(409);
    assertThat(deployments()).hasSize(1);
  }

  @Test
  void onlyOneDeploymentIsStagedAtATime() {
    deploy("", Map.of("a.datasource", Files.plain()));

    for (String how : new String[] {"", "auto_promote=true"}) {
      Client.Response second =
          client.upload("/v1/deploy?" + how, Map.of("b.datasource", Files.plain()));
      assertThat(second.status()).isEqualTo(409);
      assertThat(second.error()).contains("Deployment 1 is staged", "tb deployment discard");
    }
    assertThat(
            deploy("check=true", Map.of("b.datasource", Files.plain())).path("result").asString())
        .isEqualTo("success");
    assertThat(deployments()).hasSize(2);

    client.delete("/v1/deployments/1");
    deploy("auto_promote=true", Map.of("b.datasource", Files.plain()));
    assertThat(client.rows("SELECT count() FROM b")).isEqualTo("0");
  }

  @Test
  void aBuildDeletesWhatIsNoLongerThereAndADeploymentAsksFirst() {
    deploy(
        "auto_promote=true", Map.of("a.datasource", Files.plain(), "b.datasource", Files.plain()));

    JsonNode refused = deploy("auto_promote=true", Map.of("a.datasource", Files.plain()));
    assertThat(refused.path("result").asString()).isEqualTo("failed");
    assertThat(refused.path("errors").get(0).path("filename").asString()).isEqualTo("b.datasource");
    assertThat(client.rows("SELECT count() FROM b")).isEqualTo("0");

    JsonNode built = client.upload("/v1/build", Map.of("a.datasource", Files.plain())).json();
    assertThat(built.path("build").path("deleted_datasource_names").toString())
        .isEqualTo("[\"b\"]");
    assertThat(client.post("/v0/sql", "SELECT count() FROM b").status()).isEqualTo(400);
  }

  @Test
  void aBuildOfTheSameSucceedsWithEmptyLists() {
    client.upload("/v1/build", Map.of("a.datasource", Files.plain()));

    JsonNode again =
        client
            .upload(
                "/v1/build",
                Map.of("datasources/a.datasource", "# a comment\n" + Files.plain().strip()))
            .json();

    assertThat(again.path("result").asString()).isEqualTo("success");
    assertThat(again.path("errors").isArray()).isTrue();
    assertThat(again.path("build").path("new_datasource_names")).isEmpty();
    assertThat(again.path("build").path("changed_datasource_names")).isEmpty();
  }

  @Test
  void anAddedColumnNeedsNoPermission() {
    client.upload("/v1/build", Map.of("a.datasource", Files.plain()));
    String id = client.get("/v0/datasources/a").json().path("id").asString();

    JsonNode more =
        deploy(
            "auto_promote=true",
            Map.of(
                "a.datasource",
                Files.plain().replace("n Int64", "n Int64,\n    m String DEFAULT 'new'")));

    assertThat(more.path("result").asString()).as(more.toString()).isEqualTo("success");
    assertThat(typeOf("m")).isEqualTo("String");
    assertThat(client.get("/v0/datasources/a").json().path("id").asString()).isEqualTo(id);
  }

  @Test
  void indexesAndTheTimeToLiveChangeWhereTheRowsAre() {
    String plain = Files.plain();
    String indexed =
        plain
            + "ENGINE_TTL toDateTime(n) + INTERVAL 100 YEAR\nINDEXES >\n    INDEX by_n n TYPE minmax GRANULARITY 1\n";
    client.upload("/v1/build", Map.of("a.datasource", plain));
    client.post("/v0/events?name=a&wait=true", "{\"id\":\"kept\",\"n\":1}");

    for (String text : new String[] {indexed, indexed.replace("minmax", "set(10)"), plain}) {
      JsonNode changed = deploy("auto_promote=true", Map.of("a.datasource", text));

      assertThat(changed.path("result").asString()).as(changed.toString()).isEqualTo("success");
      assertThat(client.rows("SELECT id FROM a WHERE n = 1")).isEqualTo("kept");
      assertThat(definitionOfA().contains("toIntervalYear(100)")).isEqualTo(!text.equals(plain));
      assertThat(definitionOfA().contains("minmax")).isEqualTo(text.equals(indexed));
      assertThat(definitionOfA().contains("set(10)")).isEqualTo(text.contains("set(10)"));
    }
  }

  @Test
  void aTimeToLiveThatClickHouseRefusesLeavesTheIndexesAsTheyWere() {
    client.upload("/v1/build", Map.of("a.datasource", Files.plain()));

    JsonNode failed =
        deploy(
            "auto_promote=true",
            Map.of(
                "a.datasource",
                Files.plain()
                    + "ENGINE_TTL id\nINDEXES >\n    INDEX by_n n TYPE minmax GRANULARITY 1\n"));

    assertThat(failed.path("result").asString()).as(failed.toString()).isEqualTo("failed");
    assertThat(definitionOfA()).doesNotContain("by_n");
  }

  private String definitionOfA() {
    String workspace = client.get("/v0/workspace").json().path("id").asString().replace("-", "");
    return SERVER
        .server()
        .database()
        .rows(
            Query.builder(
                    "SELECT create_table_query AS text FROM system.tables WHERE name = 'a' AND"
                        + " database LIKE {like:String}")
                .parameter("like", "%" + workspace)
                .build())
        .single()
        .string("text");
  }

  @Test
  void aFailedDeploymentLeavesEverythingAsItWas() {
    client.upload("/v1/build", Map.of("a.datasource", Files.plain()));

    JsonNode failed =
        client
            .upload(
                "/v1/build",
                Map.of(
                    "a.datasource",
                    Files.plain().replace("n Int64", "n String"),
                    "c.datasource",
                    Files.plain(),
                    "v.pipe",
                    Files.materialized("SELECT id, nope AS n FROM a", "c")))
            .json();

    assertThat(failed.path("result").asString()).isEqualTo("failed");
    assertThat(failed.path("errors").get(0).path("error").asString()).startsWith("v.pipe:3:5: ");
    assertThat(typeOf("n")).isEqualTo("Int64");
    assertThat(client.post("/v0/sql", "SELECT * FROM c").status()).isEqualTo(400);
    assertThat(client.get("/v0/datasources").json().path("datasources")).hasSize(1);
  }

  @Test
  void tellsWhatIsDeployed() {
    client.upload("/v1/build", Map.of("datasources/a.datasource", Files.plain()));

    JsonNode detail = client.get("/v0/datasources/a?attrs=used_by").json();
    Response text = client.get("/v0/datasources/a.datasource?include_all_shared_with=false");

    assertThat(detail.path("created_at").asString())
        .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    assertThat(detail.path("engine").path("engine").asString()).isEqualTo("MergeTree");
    assertThat(detail.path("schema").path("sql_schema").asString())
        .isEqualTo("`id` String, `n` Int64");
    assertThat(text.contentType()).isEqualTo("text/plain");
    assertThat(text.body()).isEqualTo(Files.plain());
    assertThat(client.get("/v0/datasources/" + detail.path("id").asString()).status())
        .isEqualTo(200);
    assertThat(client.get("/v0/datasources/absent").status()).isEqualTo(404);
  }

  private String typeOf(String column) {
    return client
        .post("/v0/sql", "SELECT " + column + " FROM a")
        .json()
        .path("meta")
        .get(0)
        .path("type")
        .asString();
  }

  private JsonNode deployments() {
    return client.get("/v1/deployments").json().path("deployments");
  }

  private JsonNode deploy(String parameters, Map<String, String> files) {
    JsonNode answer = client.upload("/v1/deploy?" + parameters, files).json();
    assertThat(answer.path("deployment").path("errors").isArray()).as(answer.toString()).isTrue();
    assertThat(answer.path("deployment").path("feedback").isArray()).isTrue();
    return answer;
  }
}
