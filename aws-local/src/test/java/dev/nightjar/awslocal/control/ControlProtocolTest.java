package dev.nightjar.awslocal.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.dynamodb.TestTable;
import dev.nightjar.awslocal.stream.ListingDelays;
import dev.nightjar.awslocal.stream.StreamConditions;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** What can be commanded over HTTP while a stand-in runs in a process of its own. */
class ControlProtocolTest {

  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private TestTable table;

  @BeforeEach
  void start() throws IOException {
    start(AwsLocalOptions.defaults());
  }

  @AfterEach
  void stop() {
    dynamo.close();
    aws.close();
  }

  @Test
  void shardsRollSplitAndAreTrimmed() throws Exception {
    table.put("a", 1, Map.of());
    String stream = "{\"StreamArn\":\"" + table.streamArn() + "\"";
    assertThat(post("streams/roll", stream + "}").body()).contains("\"Records\":1");

    String child = aws.control().streams().shards(table.streamArn()).getLast().id();
    post("streams/split", stream + ",\"ShardId\":\"" + child + "\"}");
    assertThat(aws.control().streams().shards(table.streamArn())).hasSize(4);
    assertThat(post("streams/split", stream + ",\"ShardId\":\"" + child + "\"}").statusCode())
        .isEqualTo(409);

    post("streams/trim", stream + "}");
    assertThat(post("streams/shards", stream + "}").body()).doesNotContain("\"Records\":1");
  }

  @Test
  void faultsComeAndGo() throws Exception {
    post(
        "faults/add",
        "{\"Operation\":\"DynamoDB_20120810.ListTables\",\"Effect\":\"error\","
            + "\"Code\":\"ProvisionedThroughputExceededException\",\"Message\":\"slow down\"}");
    assertThatThrownBy(() -> dynamo.listTables())
        .isInstanceOfSatisfying(
            DynamoDbException.class,
            e ->
                assertThat(e.awsErrorDetails().errorCode())
                    .isEqualTo("ProvisionedThroughputExceededException"));

    post("faults/clear", "{}");

    assertThat(dynamo.listTables().tableNames()).hasSize(1);
    assertThat(post("calls", "{}").body()).contains("\"DynamoDB_20120810.ListTables\":2");
  }

  @Test
  void faultsAreListedAndRemovedByTheirNumbers() throws Exception {
    HttpResponse<String> added =
        post(
            "faults/add",
            "{\"Operation\":\"DynamoDB_20120810.*\",\"Effect\":\"accessDenied\",\"By\":\"all\","
                + "\"Skip\":1,\"For\":60000}");
    dynamo.listTables();
    assertThatThrownBy(() -> dynamo.listTables()).isInstanceOf(DynamoDbException.class);

    assertThat(post("faults/list", "{}").body())
        .isEqualTo("{\"Faults\":[{\"Id\":1,\"Operation\":\"DynamoDB_20120810.*\",\"Hits\":1}]}");
    assertThat(post("faults/remove", added.body()).statusCode()).isEqualTo(200);
    assertThat(dynamo.listTables().tableNames()).hasSize(1);
    assertThat(post("faults/remove", added.body()).statusCode()).isEqualTo(404);
  }

  @Test
  void streamsAndExportsBehaveAsTheyAreTold() throws Exception {
    assertThat(
            post(
                    "streams/conditions",
                    "{\"ListingLag\":60000,\"Retention\":5000,\"EmptyPages\":0.25,"
                        + "\"SequenceDigits\":40,\"SilentTrims\":true,\"DelaysDrawn\":true}")
                .body())
        .contains("\"Retention\":5000", "\"ListingLag\":60000", "\"SequenceDigits\":40");
    assertThat(aws.control().streams().conditions())
        .isEqualTo(
            StreamConditions.fair()
                .withRetention(Duration.ofSeconds(5))
                .withEmptyPages(0.25)
                .withSequenceDigits(40)
                .withSilentTrims(true)
                .withListing(ListingDelays.none().withLag(Duration.ofMinutes(1)).withDrawn(true)));

    assertThat(post("exports/conditions", "{\"Duration\":2000,\"Fuzz\":60000}").body())
        .isEqualTo("{\"Duration\":2000,\"Files\":4,\"Fuzz\":60000,\"Seed\":0,\"FaultsComing\":0}");
    post("exports/fault", "{\"Fault\":\"missingFile\"}");
    assertThat(post("exports/conditions", "{}").body()).contains("\"FaultsComing\":1");
    assertThat(aws.control().exports().options().fuzz()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void aClosedShardVanishesAndAnOpenOneIsTrimmed() throws Exception {
    String stream = "{\"StreamArn\":\"" + table.streamArn() + "\"";
    String parent = aws.control().streams().shards(table.streamArn()).getFirst().id();
    table.put("a", 1, Map.of());
    post("streams/roll", stream + "}");
    table.put("a", 2, Map.of());
    table.put("a", 3, Map.of());

    assertThat(post("streams/vanish", stream + ",\"ShardId\":\"" + parent + "\"}").body())
        .doesNotContain("\"ShardId\":\"" + parent);
    String child = aws.control().streams().shards(table.streamArn()).getFirst().id();
    assertThat(
            post("streams/trim", stream + ",\"ShardId\":\"" + child + "\",\"Records\":1}").body())
        .contains("\"Records\":1");
    assertThat(post("streams/vanish", stream + ",\"ShardId\":\"" + child + "\"}").statusCode())
        .isEqualTo(409);
  }

  @Test
  void weatherComesAndGoes() throws Exception {
    post("weather", "{\"Seed\":3,\"Level\":5}");
    assertThat(aws.control().faults().inForce()).isNotEmpty();
    post("weather", "{\"Level\":0}");
    assertThat(aws.control().faults().inForce()).isEmpty();
  }

  @Test
  void theNextExportFailsAsItIsTold() throws Exception {
    Clients.of(aws).s3().createBucket(b -> b.bucket("exports"));
    dynamo.updateContinuousBackups(u ->
        u.tableName(table.name())
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    post("exports/fault", "{\"Fault\":\"failure\",\"Code\":\"S3AccessDenied\"}");

    String export =
        dynamo
            .exportTableToPointInTime(e -> e.tableArn(table.arn()).s3Bucket("exports"))
            .exportDescription()
            .exportArn();

    await()
        .until(
            () -> dynamo.describeExport(d -> d.exportArn(export)).exportDescription().failureCode(),
            "S3AccessDenied"::equals);
    assertThat(dynamo.describeExport(d -> d.exportArn(export)).exportDescription().exportStatus())
        .isEqualTo(ExportStatus.FAILED);
  }

  @Test
  void timeToLiveRunsOnCommand() throws Exception {
    expiring();
    assertThat(post("tables/expire", "{\"TableArn\":\"" + table.arn() + "\"}").body())
        .isEqualTo("{\"Deleted\":1}");
    assertThat(table.get("old", 1)).isEmpty();
  }

  @Test
  void timeToLiveRunsByItselfIfItIsTold() throws Exception {
    stop();
    start(AwsLocalOptions.defaults().withExpiryInterval(Duration.ofMillis(20)));
    expiring();
    await().until(() -> table.get("old", 1).isEmpty());
    assertThat(table.get("new", 1)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "make/coffee | {} | 400 | there is no command make/coffee, only calls, exports/conditions, exports/fault",
        "streams/roll | {} | 400 | StreamArn is missing",
        "streams/roll | {'StreamArn':7} | 400 | StreamArn must be a text",
        "streams/roll | {'StreamArn':'x'} | 404 | no stream x",
        "tables/expire | {'TableArn':'x'} | 404 | no table x",
        "sessions/expire | {'RoleArn':'x'} | 400 | arn:aws:iam::ACCOUNT:role/NAME",
        "faults/add | {'Operation':'*','Effect':'rain'} | 400 | Effect rain is none of throttled",
        "faults/add | {'Operation':'*','Effect':'cut','Rate':2} | 400 | Rate is a share",
        "exports/fault | {'Fault':'truncatedFile','Checksum':'x'} | 400 | Checksum x is none of right",
        "faults/add | {'Operation':'*','Effect':'cut','By':'me'} | 400 | By me is none of all, roles",
        "streams/conditions | {'ListinLag':1} | 400 | member ListinLag is none of Seed, Retention",
        "streams/conditions | {'EmptyPages':1} | 400 | emptyPages is below 1",
        "weather | {'Level':11} | 400 | the level of a weather is from 0 to 10",
        "exports/fault | {'Fault':'rain'} | 400 | Fault rain is none of missingFile",
        "calls | [] | 400 | not a JSON object"
      })
  void wrongCommandsAreRefusedWithTheReason(String command, String body, int status, String why)
      throws Exception {
    HttpResponse<String> answer = post(command, body.replace('\'', '"'));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error\":\"").contains(why);
  }

  @Test
  void aPageInABrowserCannotCommand() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(aws.endpoint().resolve("/_aws-local/faults/clear"))
                    .header("Content-Type", "text/plain")
                    .POST(BodyPublishers.ofString("{}"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Content-Type application/json");
  }

  private void start(AwsLocalOptions options) throws IOException {
    aws = AwsLocal.start(options);
    dynamo = Clients.of(aws).dynamoDb();
    table = TestTable.create(dynamo, StreamViewType.NEW_IMAGE);
  }

  private void expiring() {
    dynamo.updateTimeToLive(u ->
        u.tableName(table.name())
            .timeToLiveSpecification(t -> t.enabled(true).attributeName("at")));
    long now = System.currentTimeMillis() / 1000;
    table.put("old", 1, Map.of("at", AttributeValue.fromN(Long.toString(now - 60))));
    table.put("new", 1, Map.of("at", AttributeValue.fromN(Long.toString(now + 3600))));
  }

  private HttpResponse<String> post(String command, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(aws.endpoint().resolve("/_aws-local/" + command))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }
}
