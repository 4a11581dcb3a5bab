package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import tools.jackson.databind.JsonNode;

/** A server with the specification's limits that switches on what tables lack, whoever deploys. */
class ServerSettingsTest {
  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(options ->
          options.withTableLimits(TableLimits.SPECIFICATION).withEnableStreamsAndPitr(true));

  private static DynamoTables tables;

  @BeforeAll
  static void setUpAws() {
    tables =
        new DynamoTables(SERVER.aws())
            .table("bare", Optional.empty(), false)
            .provisioned("busy", 251)
            .provisioned("calm", 250);
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

  @Test
  void aTableThatIsWrittenTooMuchIsRefused() {
    JsonNode answer = deploy("busy");

    assertThat(answer.path("errors").toString())
        .contains(
            "datasources/orders.datasource:16:1: The DynamoDB table exceeds the current"
                + " write-capacity limit. Table 'busy' writes 251 WCU, the limit of this server is"
                + " 250. [table_wcu_exceeds_limit]");
    assertThat(validate("busy").error()).startsWith("table_wcu_exceeds_limit: ");
    assertThat(validate("calm").json().path("table_write_capacity_units").asLong()).isEqualTo(250);
  }

  @Test
  void theValidationTellsWhatADeploymentWillSwitchAndTheDeploymentDoesIt() {
    JsonNode validation = validate("bare").json();
    assertThat(validation.path("stream_view_type").asString()).isEqualTo("NEW_AND_OLD_IMAGES");
    assertThat(validation.path("messages").toString())
        .contains("this server switches it on when it is deployed");
    assertThat(tables.describe("bare").streamSpecification()).isNull();

    JsonNode answer = deploy("bare");

    assertThat(answer.path("deployment").path("feedback").toString()).contains("Switched on");
    assertThat(tables.describe("bare").streamSpecification().streamViewType())
        .isEqualTo(StreamViewType.NEW_AND_OLD_IMAGES);
    assertThat(validate("bare").json().path("messages")).isEmpty();
  }

  private static JsonNode deploy(String table) {
    return SERVER
        .client()
        .upload(
            "/v1/deploy?auto_promote=true&allow_destructive_operations=true",
            Map.of(
                "connections/aws.connection",
                Files.connection(),
                "datasources/orders.datasource",
                Files.mirrored(table)))
        .json();
  }

  private static Response validate(String table) {
    return SERVER
        .client()
        .post(
            "/v1/integrations/dynamodb/validate",
            """
            {"table_arn": "%s", "region": "us-east-1", "role_arn": "%s", "external_id_seed": "aws"}
            """
                .formatted(DynamoTables.arn(table), DynamoTables.role("reader")));
  }
}
