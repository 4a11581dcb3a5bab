package dev.nightjar.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The access policy that the server prints is enough, and each action of it that is missed is
 * named.
 */
class AccessPolicyTest {
  @RegisterExtension static final RunningServer SERVER = new RunningServer();

  private static DynamoTables tables;
  private static String policy;

  @BeforeAll
  static void setUpAws() {
    tables = new DynamoTables(SERVER.aws()).table("orders");
    tables.put("orders", "a", "one");
    String policies = "/v0/integrations/dynamodb/policies/";
    policy =
        client().get(policies + "read-access-policy?table_name=orders&bucket=s3://exports/").body();
    tables.role(
        "reader", client().get(policies + "trust-policy?external_id_seed=aws").body(), policy);
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
  @CsvSource({
    "dynamodb:DescribeTable, table/orders",
    "dynamodb:DescribeContinuousBackups, table/orders",
    "dynamodb:DescribeStream, table/orders/stream/",
    "dynamodb:GetShardIterator, table/orders/stream/",
    "dynamodb:GetRecords, table/orders/stream/",
    "dynamodb:ExportTableToPointInTime, table/orders"
  })
  void whatCanBeKnownBeforeFailsTheDeployment(String action, String resource) {
    int exports = tables.exports("orders");
    tables.allow("reader", without(action));

    JsonNode answer = deploy();

    assertThat(answer.path("result").asString()).as(answer.toString()).isEqualTo("failed");
    assertThat(answer.path("errors").get(0).path("error").asString())
        .startsWith("datasources/orders.datasource:16:1: " + action + " of arn:aws:dynamodb:")
        .contains(
            "must allow " + action + " on arn:aws:dynamodb:us-east-1:123456789012:" + resource)
        .endsWith(" [access_denied]");
    assertThat(client().get("/v1/mirrors").json()).isEmpty();
    assertThat(tables.exports("orders")).isEqualTo(exports);
  }

  @ParameterizedTest
  @CsvSource({
    "dynamodb:DescribeExport, arn:aws:dynamodb:us-east-1:123456789012:table/orders/export/",
    "s3:PutObject, arn:aws:s3:::exports/",
    "s3:GetObject, arn:aws:s3:::exports/AWSDynamoDB/"
  })
  void whatIsKnownLaterIsInTheStatus(String action, String resource) {
    tables.allow("reader", without(action));
    try {
      assertThat(deploy().path("result").asString()).isEqualTo("success");
      await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> status().path("reason").asString("").equals("access_denied"));

      assertThat(status().path("message").asString())
          .contains("must allow " + action + " on " + resource);
    } finally {
      tables.allow("reader", policy);
      clear();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dynamodb:Scan", "s3:ListBucket"})
  void whatIsNotNeededIsNotMissed(String action) {
    tables.allow("reader", without(action));
    try {
      assertThat(deploy().path("result").asString()).isEqualTo("success");
      awaitLive();
      SERVER.restart();
      awaitLive();
      assertThat(client().rows("SELECT note FROM orders FINAL")).isEqualTo("one");
    } finally {
      tables.allow("reader", policy);
      clear();
    }
  }

  @Test
  void aPolicyThatDeniesIsNamedAsSuch() {
    tables.allow(
        "reader",
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": "*", "Resource": "*"},
          {"Effect": "Deny", "Action": "dynamodb:GetRecords", "Resource": "*"}]}
        """);

    assertThat(deploy().path("errors").get(0).path("error").asString())
        .contains("A policy denies dynamodb:GetRecords on " + DynamoTables.arn("orders/stream/"));
    tables.allow("reader", policy);
  }

  private static String without(String action) {
    assertThat(policy).contains("\"" + action + "\"");
    return policy.replace("\"" + action + "\"", "\"dynamodb:ListTables\"");
  }

  private static JsonNode deploy() {
    return client()
        .upload(
            "/v1/deploy?auto_promote=true&allow_destructive_operations=true",
            Map.of(
                "connections/aws.connection",
                Files.connection(),
                "datasources/orders.datasource",
                Files.mirrored("orders")))
        .json();
  }

  private static void clear() {
    assertThat(
            client()
                .upload("/v1/build", Map.of("datasources/a.datasource", Files.plain()))
                .json()
                .path("result")
                .asString())
        .isEqualTo("success");
    assertThat(client().get("/v1/mirrors").json()).isEmpty();
  }

  private static void awaitLive() {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> status().path("state").asString("").equals("LIVE"));
  }

  private static JsonNode status() {
    return client().get("/v1/mirrors/orders").json();
  }

  private static Client client() {
    return SERVER.client();
  }
}
