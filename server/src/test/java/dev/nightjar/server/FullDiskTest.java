package dev.nightjar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import dev.nightjar.clickhouse.testing.SmallDisk;
import dev.nightjar.dynamodb.connection.AwsConnector;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import tools.jackson.databind.JsonNode;

/**
 * A whole server whose disk fills up and is freed again, for real. It needs the right to mount one;
 * without it, each part has its own test by another way.
 */
@EnabledIf("dev.nightjar.clickhouse.testing.SmallDisk#canMount")
class FullDiskTest {
  @TempDir Path folder;

  private SmallDisk disk;
  private AwsLocal aws;
  private DynamoTables tables;
  private NightjarServer server;
  private Client client;

  @BeforeEach
  void startOnASmallDisk() throws IOException {
    EmbeddedEngine.release();
    disk = SmallDisk.mount(folder, 256).orElseThrow();
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    server =
        NightjarServer.start(
            ServerOptions.in(folder).withPort(0),
            AwsConnector.builder()
                .endpoint(aws.endpoint())
                .credentials(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build());
    client = new Client(server.address(), Optional.of(server.tokens().workspaceAdminToken()));
    tables = new DynamoTables(aws).table("orders");
    String policies = "/v0/integrations/dynamodb/policies/";
    tables.role(
        "reader",
        client.get(policies + "trust-policy?external_id_seed=aws").body(),
        client.get(policies + "read-access-policy?table_name=*&bucket=*").body());
    secret("dynamodb_role_arn_aws", DynamoTables.role("reader"));
  }

  @AfterEach
  void stop() {
    server.close();
    tables.close();
    aws.close();
    disk.close();
  }

  private static Map<String, String> files() {
    Map<String, String> files = new HashMap<>();
    files.put("aws.connection", Files.connection());
    files.put("orders.datasource", Files.mirrored("orders"));
    files.put("notes.datasource", Files.plain());
    files.put("v.pipe", Files.materialized("SELECT id, 1 AS n FROM orders", "notes"));
    return files;
  }

  @Test
  void everythingWaitsAndGoesOn() {
    tables.put("orders", "a", "before");
    assertThat(deploy(files()).path("result").asString()).isEqualTo("success");
    awaitRows("1");
    // The item is in the export and in the stream.
    long seen = Long.parseLong(client.rows("SELECT count() FROM notes"));
    disk.fill();

    tables.put("orders", "b", "meanwhile");
    Response secret = secret("another", "x".repeat(10_000));
    Map<String, String> more = new HashMap<>(files());
    more.put("fresh.datasource", Files.plain());
    more.put("w.pipe", Files.materialized("SELECT id, 2 AS n FROM orders", "fresh"));
    Response deployment = client.upload("/v1/deploy?auto_promote=true", more);

    assertThat(secret.status()).isEqualTo(507);
    assertThat(secret.error()).startsWith("The disk is full").contains("Free space");
    assertThat(deployment.status()).isEqualTo(507);
    assertThat(deployment.error()).contains("disk").contains("full").contains("Free space");
    assertThat(client.rows("SELECT count() FROM orders FINAL")).isEqualTo("1");
    assertThat(client.post("/v0/sql", "SELECT * FROM fresh").status()).isEqualTo(400);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() ->
            mirror().path("reason").asString().equals("state_disk_full")
                || mirror().path("reason").asString().equals("insert:NOT_ENOUGH_SPACE"));
    assertThat(mirror().path("message").asString()).contains("full").containsIgnoringCase("free");
    disk.free();

    awaitRows("2");
    assertThat(client.rows("SELECT count() - 1, uniqExact(id) FROM notes")).isEqualTo(seen + "\t2");
    assertThat(secret("another", "x").status()).isEqualTo(200);
    assertThat(deploy(more).path("result").asString()).isEqualTo("success");
    long filled = Long.parseLong(client.rows("SELECT count() FROM fresh"));
    tables.put("orders", "c", "after");
    awaitRows("3");
    assertThat(client.rows("SELECT count() - 1, uniqExact(id) FROM fresh"))
        .isEqualTo(filled + "\t3");
  }

  private void awaitRows(String rows) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() ->
            client.rows("SELECT count() FROM orders FINAL").equals(rows)
                && mirror().path("state").asString().equals("LIVE"));
  }

  private JsonNode mirror() {
    return client.get("/v1/mirrors/orders").json();
  }

  private JsonNode deploy(Map<String, String> files) {
    return client.upload("/v1/deploy?auto_promote=true", files).json();
  }

  private Response secret(String name, String value) {
    return client.form("POST", "/v0/variables", Map.of("name", name, "value", value));
  }
}
