package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import tools.jackson.databind.JsonNode;

/** Streams and recovery are switched on when somebody asks for it, and never otherwise. */
class EnableTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;

  @BeforeAll
  static void setUpAws() {
    tables =
        new DynamoTables(SERVER.aws())
            .table("bare", Optional.empty(), false)
            .table("keys_only", Optional.of(StreamViewType.KEYS_ONLY), false)
            .table("asked", Optional.empty(), false)
            .table("deployed", Optional.empty(), false)
            .table("built", Optional.empty(), false);
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
  }

  @AfterAll
  static void closeClients() {
    tables.close();
  }

  @AfterEach
  void tablesThatWereRefusedAreAsTheyWere() {
    assertThat(tables.describe("bare").streamSpecification()).isNull();
    assertThat(tables.describe("keys_only").streamSpecification().streamViewType())
        .isEqualTo(StreamViewType.KEYS_ONLY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/deploy?auto_promote=true",
        "/v1/build?with_connections=true",
        "/v1/deploy?auto_promote=true&enable=false"
      })
  void withoutBeingAskedForBothAreErrors(String path) {
    long before = updates();

    assertThat(errors(upload(path, project("bare"))))
        .contains("Point-in-Time Recovery (PITR) must be enabled.", "[pitr_disabled]")
        .contains("DynamoDB Streams must be enabled.", "[stream_disabled]");

    assertThat(updates()).isEqualTo(before);
  }

  @Test
  void aCheckSaysWhatWouldBeSwitchedAndSwitchesNothing() {
    long before = updates();

    JsonNode check = upload("/v1/deploy?check=true&enable=true", project("bare"));

    assertThat(check.path("result").asString()).as(check.toString()).isEqualTo("success");
    assertThat(check.path("deployment").path("feedback").toString())
        .contains("DynamoDB Streams must be enabled. It is off, and the deployment switches it on.")
        .contains("Point-in-Time Recovery (PITR) must be enabled. It is off");
    assertThat(updates()).isEqualTo(before);
  }

  @Test
  void anErrorAnywhereInTheProjectKeepsTablesAsTheyAre() {
    long before = updates();
    Map<String, String> badFile = project("bare");
    badFile.put("datasources/a.datasource", "SCHEMA >\n    id Strin\n\nENGINE MergeTree\n");
    Map<String, String> badQuery = project("bare");
    badQuery.put("pipes/p.pipe", Files.endpoint("SELECT nothing_like_it FROM orders"));
    Map<String, String> badKey =
        Map.of(
            "connections/aws.connection",
            Files.connection(),
            "datasources/orders.datasource",
            Files.mirrored("bare")
                .replace("`id` String `json:$.Item.id`,", "`name` String `json:$.Item.name`,")
                .replace("ENGINE_SORTING_KEY id", "ENGINE_SORTING_KEY name"));

    String path = "/v1/deploy?auto_promote=true&enable=true";
    assertThat(errors(upload(path, badFile))).contains("datasources/a.datasource:");
    assertThat(errors(upload(path, badQuery))).contains("nothing_like_it");
    assertThat(errors(upload(path, badKey))).contains("datasources/orders.datasource:", "id");

    assertThat(updates()).isEqualTo(before);
    assertThat(SERVER.client().get("/v0/datasources").json().toString()).doesNotContain("orders");
  }

  @Test
  void aStreamOfAnotherViewTypeIsNeverReplaced() {
    long before = updates();

    assertThat(errors(upload("/v1/deploy?auto_promote=true&enable=true", project("keys_only"))))
        .contains("DynamoDB Streams must use NEW_IMAGE or NEW_AND_OLD_IMAGES.")
        .contains("[stream_view_invalid]");

    assertThat(updates()).isEqualTo(before);
  }

  @Test
  void aRoleThatMayNotSwitchFailsTheDeploymentWithTheAction() {
    String policy =
        SERVER
            .client()
            .get("/v0/integrations/dynamodb/policies/read-access-policy?table_name=*&bucket=*")
            .body();
    tables.allow("reader", policy.replace("\"dynamodb:UpdateContinuousBackups\"", "\"x:y\""));
    try {
      assertThat(errors(upload("/v1/deploy?auto_promote=true&enable=true", project("bare"))))
          .contains("must allow dynamodb:UpdateContinuousBackups on " + DynamoTables.arn("bare"))
          .contains("[access_denied]");
    } finally {
      tables.allow("reader", policy);
    }
  }

  @Test
  void whatIsAskedForIsSwitchedOnAndSaid() {
    JsonNode deployed =
        upload("/v1/deploy?auto_promote=true&enable=true", named("ds_deployed", "deployed"));

    assertThat(deployed.path("result").asString()).as(deployed.toString()).isEqualTo("success");
    assertThat(deployed.path("deployment").path("feedback").toString())
        .contains(
            "Switched on, because it was off: Point-in-Time Recovery (PITR) and DynamoDB Streams"
                + " (NEW_AND_OLD_IMAGES) of "
                + DynamoTables.arn("deployed"));
    assertThat(tables.describe("deployed").streamSpecification().streamViewType())
        .isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    assertThat(SERVER.client().get("/v1/mirrors/ds_deployed").json().path("state").asString())
        .isEqualTo("EXPORTING");

    Map<String, String> both = named("ds_deployed", "deployed");
    both.putAll(named("ds_built", "built"));
    JsonNode built = upload("/v1/build?with_connections=true&enable=true", both);
    assertThat(built.path("build").path("feedback").toString())
        .contains("Switched on, because it was off")
        .contains(DynamoTables.arn("built"));
  }

  @Test
  void theValidationSwitchesOnlyWhenAsked() {
    long before = updates();
    Response refused = validate("asked", "");
    assertThat(refused.error()).startsWith("pitr_disabled: ");
    assertThat(updates()).isEqualTo(before);

    JsonNode enabled = validate("asked", ", \"enable\": true").json();

    assertThat(enabled.path("stream_view_type").asString()).isEqualTo("NEW_AND_OLD_IMAGES");
    assertThat(enabled.path("messages").toString())
        .contains("Point-in-Time Recovery (PITR)", "DynamoDB Streams", "has been switched on");
    assertThat(validate("asked", "").json().path("messages")).isEmpty();
    assertThat(validate("keys_only", ", \"enable\": true").error())
        .contains("DynamoDB Streams must use NEW_IMAGE or NEW_AND_OLD_IMAGES.");
  }

  private static Response validate(String table, String more) {
    return SERVER
        .client()
        .post(
            "/v1/integrations/dynamodb/validate",
            """
            {"table_arn": "%s", "region": "us-east-1", "role_arn": "%s", "external_id_seed": "aws"%s}
            """
                .formatted(DynamoTables.arn(table), DynamoTables.role("reader"), more));
  }

  /** How often the role has changed a table. */
  private static long updates() {
    return SERVER.aws().control().calls().byRoles().entrySet().stream()
        .filter(call -> call.getKey().contains(".Update"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static Map<String, String> project(String table) {
    return named("orders", table);
  }

  private static Map<String, String> named(String datasource, String table) {
    Map<String, String> files = new HashMap<>();
    files.put("connections/aws.connection", Files.connection());
    files.put("datasources/" + datasource + ".datasource", Files.mirrored(table));
    return files;
  }

  private static JsonNode upload(String path, Map<String, String> files) {
    String rights = path.contains("deploy") ? "&allow_destructive_operations=true" : "";
    return SERVER.client().upload(path + rights, files).json();
  }

  private static String errors(JsonNode answer) {
    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("failed");
    return answer.path("errors").toString();
  }
}
