package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import tools.jackson.databind.JsonNode;

/** A machine without credentials for AWS, then with wrong ones, then with the right ones. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CredentialsTest {
  private static final MachineCredentials MACHINE = new MachineCredentials();

  @RegisterExtension static final RunningServer SERVER = RunningServer.withCredentials(MACHINE);

  private static DynamoTables tables;

  /** What the SDK's default chain finds, or does not find. */
  private static final class MachineCredentials implements AwsCredentialsProvider {
    private volatile Optional<AwsCredentials> current = Optional.empty();

    void set(String key, String secret) {
      current = Optional.of(AwsBasicCredentials.create(key, secret));
    }

    void none() {
      current = Optional.empty();
    }

    @Override
    public AwsCredentials resolveCredentials() {
      return current.orElseThrow(() ->
          SdkClientException.create(
              "Unable to load credentials from any of the providers in the chain"));
    }
  }

  @BeforeAll
  static void setUpAws() {
    tables = new DynamoTables(SERVER.aws()).table("orders");
    tables.put("orders", "a", "one");
    MACHINE.set("test", "test");
    String policies = "/v0/integrations/dynamodb/policies/";
    tables.role(
        "reader",
        client().get(policies + "trust-policy?external_id_seed=aws").body(),
        client().get(policies + "read-access-policy?table_name=orders&bucket=exports").body());
    MACHINE.none();
    client()
        .form(
            "POST",
            "/v0/variables",
            Map.of("name", "dynamodb_role_arn_aws", "value", DynamoTables.role("reader")));
  }

  @AfterAll
  static void closeClients() {
    tables.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/build?with_connections=true",
        "/v1/deploy?auto_promote=true",
        "/v1/deploy?auto_promote=true&enable=true"
      })
  @Order(1)
  void withoutCredentialsTablesAndPipesStandAndEachDataSourceIsWarnedOf(String path) {
    JsonNode answer = upload(path);

    assertThat(answer.path("result").asString()).as(answer.toString()).isNotEqualTo("failed");
    JsonNode result = answer.has("build") ? answer.path("build") : answer.path("deployment");
    assertThat(result.path("feedback")).hasSize(2);
    result
        .path("feedback")
        .forEach(feedback -> {
          assertThat(feedback.path("level").asString()).isEqualTo("WARNING");
          assertThat(feedback.path("message").asString())
              .matches("(?s)datasources/(again|orders).datasource:16:1: .*")
              .contains("AWS_ACCESS_KEY_ID")
              .contains("The data source's table stands; its mirror begins with the first")
              .endsWith("[missing_credentials]");
        });
    assertThat(client().get("/v0/pipes/newest.json").json().path("data").get(0).path("n").asLong())
        .isZero();
    client()
        .get("/v1/mirrors")
        .json()
        .forEach(mirror -> {
          assertThat(mirror.path("state").asString()).isEqualTo("NOT_STARTED");
          assertThat(mirror.path("reason").asString()).isEqualTo("missing_credentials");
        });
    assertThat(client().get("/v1/mirrors").json()).hasSize(2);
  }

  @Test
  @Order(2)
  void withoutCredentialsEveryQuestionSaysSo() {
    assertThat(client().get("/v0/integrations/s3/settings").status()).isEqualTo(400);
    assertThat(validate()).startsWith("missing_credentials: ");
    assertThat(
            client()
                .post(
                    "/v0/connectors?name=c&service=dynamodb&dynamodb_iamrole_region=us-east-1&dynamodb_iamrole_arn="
                        + Client.encode(DynamoTables.role("reader")))
                .error())
        .startsWith("missing_credentials: ");
  }

  @Test
  @Order(3)
  void aFileWhoseKeysOnlyAwsKnowsCannotBecomeATable() {
    Map<String, String> files = project();
    files.put(
        "datasources/classic.datasource",
        """
        SCHEMA >
            id String `json:$.id`

        IMPORT_SERVICE "dynamodb"
        IMPORT_CONNECTION_NAME aws
        IMPORT_TABLE_ARN %s
        IMPORT_EXPORT_BUCKET exports
        """
            .formatted(DynamoTables.arn("orders")));

    JsonNode answer = client().upload("/v1/build?with_connections=true", files).json();

    assertThat(answer.path("errors").get(0).path("error").asString())
        .startsWith("datasources/classic.datasource:6:1: ")
        .contains("states no ENGINE_SORTING_KEY")
        .endsWith("[missing_credentials]");
  }

  @Test
  @Order(4)
  void wrongCredentialsAreAnErrorAndNoWarning() {
    MACHINE.set("unknown", "key");

    JsonNode answer = upload("/v1/build?with_connections=true");

    assertThat(answer.path("result").asString()).isEqualTo("failed");
    assertThat(answer.path("errors").get(0).path("error").asString())
        .startsWith("datasources/again.datasource:16:1: AWS does not accept the credentials")
        .contains("InvalidClientTokenId")
        .endsWith("[invalid_credentials]");
    assertThat(client().get("/v0/integrations/s3/settings").error())
        .startsWith("invalid_credentials: ");
    assertThat(validate()).startsWith("invalid_credentials: ");
  }

  @Test
  @Order(5)
  void withCredentialsTheNextBuildStartsTheMirrorsThoughNothingChanged() {
    MACHINE.set("test", "test");
    assertThat(client().get("/v1/mirrors/orders").json().path("reason").asString())
        .isEqualTo("not_started");

    JsonNode build = upload("/v1/build?with_connections=true").path("build");

    assertThat(build.path("changed_datasource_names").toString())
        .isEqualTo("[\"again\",\"orders\"]");
    assertThat(build.path("data_linkers")).hasSize(2);
    assertThat(build.path("feedback").toString())
        .contains("The table is mirrored by `again` too.")
        .contains("The table is mirrored by `orders` too.")
        .doesNotContain("missing_credentials");
    assertThat(client().get("/v1/mirrors/orders").json().path("state").asString())
        .isNotEqualTo("NOT_STARTED");
    assertThat(client().get("/v0/integrations/s3/settings").json().path("account_id").asString())
        .isEqualTo("123456789012");
  }

  @Test
  @Order(6)
  void aThirdMirrorOfATableIsRefusedWithTheNamesOfTheTwo() {
    Map<String, String> three = project();
    three.put("datasources/third.datasource", Files.mirrored("orders"));

    JsonNode answer = client().upload("/v1/deploy?auto_promote=true", three).json();

    assertThat(answer.path("result").asString()).isEqualTo("failed");
    assertThat(answer.path("errors")).hasSize(1);
    assertThat(answer.path("errors").get(0).path("error").asString())
        .startsWith(
            "datasources/third.datasource:16:1: The table is mirrored by `again` and `orders`")
        .contains("Mirrors of other Nightjar servers cannot be seen")
        .endsWith("[table_mirrored_twice]");
    assertThat(client().get("/v1/mirrors").json()).hasSize(2);
  }

  private static String validate() {
    return client()
        .post(
            "/v1/integrations/dynamodb/validate",
            """
            {"table_arn": "%s", "region": "us-east-1", "role_arn": "%s"}
            """
                .formatted(DynamoTables.arn("orders"), DynamoTables.role("reader")))
        .error();
  }

  private static JsonNode upload(String path) {
    return client().upload(path, project()).json();
  }

  private static Map<String, String> project() {
    Map<String, String> files = new HashMap<>();
    files.put("connections/aws.connection", Files.connection());
    files.put("datasources/orders.datasource", Files.mirrored("orders"));
    files.put("datasources/again.datasource", Files.mirrored("orders"));
    files.put("endpoints/newest.pipe", Files.endpoint("SELECT count() AS n FROM orders FINAL"));
    return files;
  }

  private static Client client() {
    return SERVER.client();
  }
}
