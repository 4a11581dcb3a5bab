package dev.nightjar.server.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Connections as the classic client makes them, and roles that do not trust this server. */
class ConnectorRoutesTest {
  private static final String POLICIES = "/v0/integrations/dynamodb/policies/";

  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;

  @BeforeAll
  static void setUpAws() {
    tables = new DynamoTables(SERVER.aws()).table("orders");
    String access = client().get(POLICIES + "read-access-policy?table_name=*&bucket=*").body();
    tables.role("reader", client().get(POLICIES + "trust-policy").body(), access);
    tables.role("stranger", client().get(POLICIES + "trust-policy").body(), access);
  }

  @AfterAll
  static void closeClients() {
    tables.close();
  }

  @Test
  void aConnectionIsMadeListedUsedAndDeleted() {
    Response made = create("classic", DynamoTables.role("reader"));
    assertThat(made.status()).as(made.body()).isEqualTo(200);
    String id = made.json().path("id").asString();

    JsonNode listed = connector("classic");
    assertThat(listed.path("id").asString()).isEqualTo(id);
    assertThat(listed.path("service").asString()).isEqualTo("dynamodb");
    assertThat(listed.path("settings").path("dynamodb_iamrole_arn").asString())
        .isEqualTo(DynamoTables.role("reader"));
    assertThat(listed.path("settings").path("dynamodb_iamrole_region").asString())
        .isEqualTo("us-east-1");
    assertThat(client().get("/v0/connectors/" + id).json()).isEqualTo(listed);
    assertThat(create("classic", DynamoTables.role("reader")).status()).isEqualTo(409);

    // a project without it leaves it, and one with the classic client's file means it
    build(Map.of("datasources/a.datasource", Files.plain()));
    assertThat(connector("classic")).isEqualTo(listed);
    Map<String, String> files = new HashMap<>();
    files.put(
        "datasources/orders.datasource",
        Files.mirrored("orders")
            .replace(
                "IMPORT_CONNECTION_NAME 'aws'",
                "IMPORT_SERVICE dynamodb\nIMPORT_CONNECTION_NAME classic"));
    files.put("classic.connection", "TYPE dynamodb\n\n");
    build(files);

    assertThat(connector("classic").path("linkers")).hasSize(1);
    assertThat(client().get("/v1/mirrors/orders").json().path("state").asString())
        .isNotEqualTo("NOT_STARTED");
    Response used = client().delete("/v0/connectors/classic");
    assertThat(used.status()).isEqualTo(409);
    assertThat(used.error()).contains("`orders`");

    build(Map.of("datasources/a.datasource", Files.plain()));
    assertThat(client().delete("/v0/connectors/" + id).status()).isEqualTo(200);
    assertThat(client().get("/v0/connectors/classic").status()).isEqualTo(404);
    assertThat(client().delete("/v0/connectors/classic").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "9bad|arn:aws:iam::123456789012:role/reader|us-east-1|a letter first",
        "bad-name|arn:aws:iam::123456789012:role/reader|us-east-1|`bad-name`",
        "ok|notanarn|us-east-1|is not the ARN of a role: `notanarn`",
        "ok|arn:aws:iam::123456789012:role/reader|us east|is not an AWS region: `us east`",
        "ok||us-east-1|dynamodb_iamrole_arn is needed"
      })
  void whatIsNoNameRoleOrRegion(String name, String role, String region, String message) {
    Response refused = create(name, role == null ? "" : role, region);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains(message);
    assertThat(client().get("/v0/connectors").body()).doesNotContain("\"" + name + "\"");
  }

  @Test
  void anotherServiceIsRefused() {
    Response refused = client().post("/v0/connectors?name=k&service=kafka");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("`kafka`");
  }

  /** What is wrong with a trust policy. */
  enum Mistake {
    MISSING_ID {
      @Override
      String of(String policy, String externalId) {
        return policy.replace("\"" + externalId + "\"", "[]");
      }
    },
    WRONG_ID {
      @Override
      String of(String policy, String externalId) {
        return policy.replace(externalId, externalId.substring(1) + "x");
      }
    },
    WRONG_PRINCIPAL {
      @Override
      String of(String policy, String externalId) {
        return policy.replace("123456789012", "210987654321");
      }
    };

    abstract String of(String policy, String externalId);
  }

  @ParameterizedTest
  @EnumSource(Mistake.class)
  void aRoleThatDoesNotTrustThisServerIsA403Everywhere(Mistake mistake) {
    String policy = client().get(POLICIES + "trust-policy?external_id_seed=aws").body();
    String externalId = externalId(policy);
    tables.trust("stranger", mistake.of(policy, externalId));
    String role = DynamoTables.role("stranger");

    Response byApi = create("aws", role);
    JsonNode deployed = upload("/v1/deploy?auto_promote=true", role);
    JsonNode built = upload("/v1/build?with_connections=true", role);
    Response validated =
        client()
            .post(
                "/v1/integrations/dynamodb/validate",
                """
                {"table_arn": "%s", "region": "us-east-1", "role_arn": "%s", "external_id_seed": "aws"}
                """
                    .formatted(DynamoTables.arn("orders"), role));

    assertThat(byApi.status()).isEqualTo(403);
    assertThat(validated.status()).isEqualTo(400);
    assertThat(validated.error()).startsWith("unable_to_assume_role: ");
    String atDeploy = deployed.path("errors").get(0).path("error").asString();
    assertThat(atDeploy).startsWith("connections/aws.connection:2:1: 403: the role " + role);
    assertThat(deployed.path("errors").get(0).path("filename").asString())
        .isEqualTo("connections/aws.connection");
    String atBuild = built.path("errors").get(0).path("error").asString();
    for (String text : new String[] {byApi.error(), atDeploy, atBuild, validated.error()}) {
      assertThat(text)
          .contains("include the following external ID: " + externalId)
          .contains("Principal arn:aws:iam::123456789012:root")
          .contains("The output of `connection create dynamodb` is the source of truth");
    }
    assertThat(client().get("/v0/connectors").json().path("connectors")).isEmpty();
  }

  @Test
  void aRoleThatDoesNotExistIsToldTheSame() {
    Response refused = create("nobody", DynamoTables.role("nobody"));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.error())
        .contains("Where there is no such role, AWS answers the same")
        .contains("sts:AssumeRole");
  }

  private static String externalId(String trustPolicy) {
    return trustPolicy.replaceAll("(?s).*\"sts:ExternalId\"\\s*:\\s*\"([^\"]*)\".*", "$1");
  }

  private static Client client() {
    return SERVER.client();
  }

  private static JsonNode connector(String name) {
    return client()
        .get("/v0/connectors")
        .json()
        .path("connectors")
        .valueStream()
        .filter(connector -> connector.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Response create(String name, String role) {
    return create(name, role, "us-east-1");
  }

  private static Response create(String name, String role, String region) {
    return client()
        .post(
            "/v0/connectors?name="
                + Client.encode(name)
                + "&dynamodb_iamrole_arn="
                + Client.encode(role)
                + "&dynamodb_iamrole_region="
                + Client.encode(region)
                + "&service=dynamodb");
  }

  private static JsonNode upload(String path, String role) {
    return client()
        .upload(
            path,
            Map.of(
                "connections/aws.connection",
                "TYPE dynamodb\nDYNAMODB_ARN " + role + "\nDYNAMODB_REGION us-east-1\n",
                "datasources/orders.datasource",
                Files.mirrored("orders")))
        .json();
  }

  private static void build(Map<String, String> files) {
    JsonNode answer = client().upload("/v1/build?with_connections=true", files).json();
    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("success");
  }
}
