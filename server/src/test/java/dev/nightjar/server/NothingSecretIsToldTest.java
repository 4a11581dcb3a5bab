package dev.nightjar.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import dev.nightjar.server.token.TokenFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import tools.jackson.databind.JsonNode;

/**
 * Neither the log nor the metrics, the health, a status or an error tells a token, a secret or an
 * item, whatever fails.
 */
class NothingSecretIsToldTest {
  private static final String AWS_SECRET = "MARKED-aws-secret-4c1e";
  private static final String SECRET = "MARKED-secret-0d77";
  private static final String ITEM = "MARKED-item-55aa";

  private static volatile AwsCredentials credentials = AwsBasicCredentials.create("test", "test");

  @RegisterExtension
  static final RunningServer SERVER =
      RunningServer.withCredentials((AwsCredentialsProvider) () -> credentials);

  private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();
  private static final LoggerContext LOGS = (LoggerContext) LoggerFactory.getILoggerFactory();
  private static final Logger OURS = LOGS.getLogger("dev.nightjar");
  private static final Level BEFORE = OURS.getLevel();
  private static final OutputStreamAppender<ILoggingEvent> APPENDER = new OutputStreamAppender<>();
  private static DynamoTables tables;

  @BeforeAll
  static void listenAndSetUpAws() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(LOGS);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    APPENDER.setContext(LOGS);
    APPENDER.setEncoder(encoder);
    APPENDER.setOutputStream(LOG);
    APPENDER.start();
    OURS.addAppender(APPENDER);
    OURS.setAdditive(false);
    OURS.setLevel(Level.DEBUG);
    tables = new DynamoTables(SERVER.aws()).table("orders");
    tables.put("orders", "a", ITEM);
    String policies = "/v0/integrations/dynamodb/policies/";
    tables.role(
        "reader",
        client().get(policies + "trust-policy?external_id_seed=aws").body(),
        client()
            .get(policies + "read-access-policy?table_name=orders&bucket=" + DynamoTables.BUCKET)
            .body());
  }

  @AfterAll
  static void stopListening() {
    tables.close();
    OURS.detachAppender(APPENDER);
    OURS.setAdditive(true);
    OURS.setLevel(BEFORE);
  }

  @Test
  void throughALifeOfFailures() {
    StringBuilder told = new StringBuilder();
    set("marked", SECRET);
    set("dynamodb_role_arn_aws", DynamoTables.role("nobody"));
    told.append(deploy());
    set("dynamodb_role_arn_aws", DynamoTables.role("reader"));
    credentials = AwsBasicCredentials.create("test", AWS_SECRET);
    told.append(deploy());
    credentials = AwsBasicCredentials.create("test", "test");
    told.append(deploy());
    awaitState("LIVE");
    told.append(client().post("/v0/sql", "SELECT toUInt32('1') FROM nowhere").body());
    told.append(client().get("/v0/nothing?token=" + tokens().userToken()).body());
    told.append(
        new Client(SERVER.server().address(), Optional.of("p.wrong")).get("/v1/mirrors").body());

    credentials = AwsBasicCredentials.create("test", AWS_SECRET);
    SERVER.restart();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> mirror().path("reason").asString("").equals("invalid_credentials"));
    told.append(client().get("/v1/mirrors?shards=all").body())
        .append(client().get("/metrics").body())
        .append(client().get("/health/ready").body())
        .append(SERVER.server().tokens())
        .append(LOG.toString(StandardCharsets.UTF_8));

    assertThat(LOG.toString(StandardCharsets.UTF_8)).contains("EXPORTING", "tries again");
    assertThat(told).contains("nightjar_mirror_retries_total", "invalid_credentials", "orders");
    for (String mark :
        List.of(
            AWS_SECRET,
            SECRET,
            ITEM,
            tokens().userToken(),
            tokens().adminToken(),
            tokens().workspaceAdminToken())) {
      assertThat(told.toString()).doesNotContain(mark);
    }
  }

  private static String deploy() {
    return client()
        .upload(
            "/v1/deploy?auto_promote=true",
            Map.of(
                "connections/aws.connection", Files.connection(),
                "datasources/orders.datasource", Files.mirrored("orders")))
        .body();
  }

  private static void awaitState(String state) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> mirror().path("state").asString("").equals(state));
  }

  private static JsonNode mirror() {
    return client().get("/v1/mirrors/orders").json();
  }

  private static TokenFile tokens() {
    return SERVER.server().tokens();
  }

  private static void set(String name, String value) {
    client().form("POST", "/v0/variables", Map.of("name", name, "value", value));
  }

  private static Client client() {
    return SERVER.client();
  }
}
