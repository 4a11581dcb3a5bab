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
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import tools.jackson.databind.JsonNode;

/** What a person does wrong, and what the server says to it; nothing of it is deployed. */
class BadInputTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;

  @BeforeAll
  static void setUpAws() {
    tables =
        new DynamoTables(SERVER.aws())
            .table("good")
            .table("no_recovery", Optional.of(StreamViewType.NEW_IMAGE), false)
            .table("no_stream", Optional.empty(), true)
            .table("keys_only", Optional.of(StreamViewType.KEYS_ONLY), true);
    Client client = SERVER.client();
    String policies = "/v0/integrations/dynamodb/policies/";
    String access = client.get(policies + "read-access-policy?table_name=*&bucket=*").body();
    tables.role(
        "reader", client.get(policies + "trust-policy?external_id_seed=aws").body(), access);
    tables.role(
        "stranger", client.get(policies + "trust-policy?external_id_seed=other").body(), access);
    secret("dynamodb_role_arn_aws", DynamoTables.role("reader"));
    secret("stranger", DynamoTables.role("stranger"));
  }

  @AfterAll
  static void closeClients() {
    tables.close();
  }

  @AfterEach
  void nothingWasDeployed() {
    assertThat(SERVER.client().get("/v0/datasources").json().path("datasources")).isEmpty();
    assertThat(SERVER.client().get("/v1/mirrors").json()).isEmpty();
    assertThat(tables.exports("good")).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "missing|table_not_found|The DynamoDB table was not found.",
        "no_recovery|pitr_disabled|Point-in-Time Recovery (PITR) must be enabled.",
        "no_stream|stream_disabled|DynamoDB Streams must be enabled.",
        "keys_only|stream_view_invalid|DynamoDB Streams must use NEW_IMAGE or NEW_AND_OLD_IMAGES."
      })
  void aTableThatCannotBeMirrored(String table, String code, String message) {
    String error = error(files(Files.connection(), Files.mirrored(table)));

    assertThat(error)
        .startsWith("datasources/orders.datasource:16:1: " + message)
        .endsWith(" [" + code + "]");
  }

  @Test
  void aRoleThatCannotBeAssumed() {
    String error =
        error(
            files(
                Files.connection().replace("dynamodb_role_arn_aws", "stranger"),
                Files.mirrored("good")));

    assertThat(error)
        .startsWith("connections/aws.connection:2:1: 403: the role ")
        .contains("include the following external ID")
        .contains(externalId())
        .endsWith(" [unable_to_assume_role]");
  }

  @Test
  void aSecretThatIsNotSet() {
    assertThat(
            error(
                files(
                    Files.connection().replace("dynamodb_role_arn_aws", "unknown_secret"),
                    Files.mirrored("good"))))
        .startsWith("connections/aws.connection:2:")
        .contains("nightjar secret set unknown_secret \"…\"");
  }

  @Test
  void aRegionThatIsNotTheTables() {
    assertThat(
            error(
                files(
                    Files.connection().replace("us-east-1", "eu-west-1"), Files.mirrored("good"))))
        .isEqualTo(
            "datasources/orders.datasource:16:1: The DynamoDB table was not found. Its ARN says region `us-east-1`, and the connection `aws` (connections/aws.connection:3:1) says `eu-west-1`: the two must be the same. [table_not_found]");
  }

  @Test
  void aSecretThatHoldsSomethingElseIsNotShown() {
    secret("wrong_arn", "hunter2");
    secret("wrong_bucket", "s3://hunter2/folder");
    String datasource =
        Files.mirrored("good")
            .replace("'" + DynamoTables.BUCKET + "'", "{{ tb_secret(\"wrong_bucket\") }}");

    String errors =
        deploy(files(Files.connection().replace("dynamodb_role_arn_aws", "wrong_arn"), datasource))
            .path("errors")
            .toString();

    assertThat(errors)
        .contains(
            "connections/aws.connection:2:1: The secret `wrong_arn` does not hold the ARN of a role")
        .contains(
            "datasources/orders.datasource:17:1: The secret `wrong_bucket` does not hold the name of an S3 bucket alone")
        .doesNotContain("hunter2");
  }

  @Test
  void aConnectionThatIsNotThere() {
    Map<String, String> files = files(Files.connection(), Files.mirrored("good"));
    files.remove("connections/aws.connection");

    assertThat(error(files)).startsWith("datasources/orders.datasource:").contains("aws");
  }

  @Test
  void anEngineThatDoesNotReplace() {
    assertThat(
            error(
                files(
                    Files.connection(),
                    Files.mirrored("good").replace("ReplacingMergeTree", "MergeTree"))))
        .startsWith("datasources/orders.datasource:10:")
        .contains("ReplacingMergeTree");
  }

  @Test
  void aKeyColumnThatIsMissing() {
    String file =
        Files.mirrored("good")
            .replace("`id` String `json:$.Item.id`,", "`name` String `json:$.Item.name`,")
            .replace("ENGINE_SORTING_KEY id", "ENGINE_SORTING_KEY name");

    assertThat(error(files(Files.connection(), file)))
        .startsWith("datasources/orders.datasource:")
        .contains("id");
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnce() {
    Map<String, String> files = files(Files.connection(), Files.mirrored("no_stream"));
    files.put("datasources/a.datasource", "SCHEMA >\n    id Strin\n\nENGIN MergeTree\n");
    files.put("pipes/p.pipe", Files.endpoint("SELECT file('/etc/passwd')"));
    files.put("pipes/q.pipe", "NODE n\nSQL >\n    %\n    SELECT {{ Nope(x) }}\nTYPE endpoint\n");
    files.put("pipes/m.pipe", Files.materialized("SELECT 1 AS id", "nowhere"));

    String errors = deploy(files).path("errors").toString();

    assertThat(errors)
        .contains("datasources/orders.datasource:16:")
        .contains("datasources/a.datasource:4:1: ")
        .contains("pipes/p.pipe:3:5: ")
        .contains("pipes/q.pipe:4:")
        .contains("nowhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id String DEFAULT file('/etc/passwd')|SCHEMA",
        "id String CODEC(Delta) SETTINGS disk = 'x'|SCHEMA",
      })
  void expressionsThatReachFurtherThanTheRow(String column, String where) {
    assertThat(
            error(
                Map.of(
                    "a.datasource",
                    where + " >\n    " + column + "\n\nENGINE MergeTree\nENGINE_SORTING_KEY id\n")))
        .startsWith("a.datasource:2:");
  }

  @Test
  void settingsThatChooseADisk() {
    assertThat(error(Map.of("a.datasource", Files.plain() + "ENGINE_SETTINGS \"disk='x'\"\n")))
        .contains("`disk` cannot be set");
  }

  @Test
  void aPipeThatDoesNotFitItsTablesTakesEverythingBack() {
    String error =
        error(
            Map.of(
                "a.datasource",
                Files.plain(),
                "p.pipe",
                Files.endpoint("SELECT nothing_like_it FROM a")));

    assertThat(error).startsWith("p.pipe:3:5: ").contains("nothing_like_it");
    assertThat(SERVER.client().post("/v0/sql", "SELECT * FROM a").status()).isEqualTo(400);
  }

  @Test
  void aViewThatFeedsItself() {
    assertThat(
            error(
                Map.of(
                    "a.datasource",
                    Files.plain(),
                    "p.pipe",
                    Files.materialized("SELECT id, n FROM a", "a"))))
        .startsWith("p.pipe:");
  }

  @Test
  void aViewThatReadsNoDataSource() {
    assertThat(
            error(
                Map.of(
                    "a.datasource",
                    Files.plain(),
                    "p.pipe",
                    Files.materialized("SELECT '1' AS id, number AS n FROM numbers(3)", "a"))))
        .startsWith("p.pipe:3:5: ")
        .contains("reads none");
  }

  /** Each node would be read twice as often as the one after it. */
  @Test
  void nodesThatAreTooManyWhereEachIsReadTwice() {
    StringBuilder pipe = new StringBuilder("NODE n0\nSQL >\n    SELECT 1 AS a\n");
    for (int i = 1; i < 20; i++) {
      pipe.append(
          "NODE n%1$d\nSQL >\n    SELECT a FROM n%2$d UNION ALL SELECT a FROM n%2$d\n"
              .formatted(i, i - 1));
    }

    assertThat(error(Map.of("p.pipe", pipe + "TYPE endpoint\n")))
        .contains("too big. Maximum: 50000");
  }

  @Test
  void aBodyThatIsNoUpload() {
    Response response = SERVER.client().post("/v1/build", "not multipart");

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.error()).contains("data_project://");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "good|reader|200|NEW_AND_OLD_IMAGES",
        "missing|reader|400|table_not_found: The DynamoDB table was not found.",
        "no_recovery|reader|400|pitr_disabled: ",
        "no_stream|reader|400|stream_disabled: ",
        "keys_only|reader|400|stream_view_invalid: ",
        "good|stranger|400|unable_to_assume_role: "
      })
  void theValidationSaysTheSame(String table, String role, int status, String text) {
    Response response =
        SERVER
            .client()
            .post(
                "/v1/integrations/dynamodb/validate",
                """
                {"table_arn": "%s", "region": "us-east-1", "role_arn": "'%s'",
                 "external_id_seed": "aws"}
                """
                    .formatted(DynamoTables.arn(table), DynamoTables.role(role)));

    assertThat(response.status()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(text);
    if (status == 200) {
      assertThat(response.json().path("key_schema").toString())
          .isEqualTo("[{\"attribute_name\":\"id\",\"key_type\":\"HASH\"}]");
      assertThat(response.json().path("attribute_definitions").toString())
          .isEqualTo("[{\"name\":\"id\",\"type\":\"S\"}]");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|table_arn_and_region_required",
        "not json|invalid_json_body",
        "[1]|invalid_json_body",
        "{\"table_arn\": \"a\", \"region\": \"b\"}|role_arn_required"
      })
  void aValidationThatLacksSomething(String body, String reason) {
    Response response = SERVER.client().post("/v1/integrations/dynamodb/validate", body);

    assertThat(response.status()).isEqualTo(400);
    assertThat(response.error()).startsWith(reason + ": ");
  }

  private static String externalId() {
    return SERVER
        .client()
        .get("/v0/integrations/dynamodb/policies/trust-policy?external_id_seed=aws")
        .json()
        .path("Statement")
        .get(0)
        .path("Condition")
        .path("StringEquals")
        .path("sts:ExternalId")
        .asString();
  }

  private static void secret(String name, String value) {
    SERVER.client().form("POST", "/v0/variables", Map.of("name", name, "value", value));
  }

  private static Map<String, String> files(String connection, String datasource) {
    Map<String, String> files = new HashMap<>();
    files.put("connections/aws.connection", connection);
    files.put("datasources/orders.datasource", datasource);
    return files;
  }

  private static JsonNode deploy(Map<String, String> files) {
    JsonNode answer = SERVER.client().upload("/v1/deploy?auto_promote=true", files).json();
    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("failed");
    assertThat(answer.path("deployment").path("status").asString()).isEqualTo("failed");
    assertThat(answer.path("deployment").path("errors")).isEqualTo(answer.path("errors"));
    return answer;
  }

  private static String error(Map<String, String> files) {
    return deploy(files).path("errors").get(0).path("error").asString();
  }
}
