package dev.nightjar.awslocal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.backup.ExportReader.Line;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportConflictException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.InvalidExportTimeException;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.PointInTimeRecoveryUnavailableException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableNotFoundException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Exports as "DynamoDB data export to Amazon S3: how it works" of the developer guide describes
 * them.
 */
class ExportTest {

  private static final Instant START = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final String ARN = "arn:aws:dynamodb:eu-west-1:123456789012:table/flights";

  private final MovableClock clock = new MovableClock(START);
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private ExportReader bucket;

  @BeforeEach
  void start() throws Exception {
    start(ExportOptions.defaults());
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void theBucketHoldsAwsLayoutAndEveryItemOnce() {
    createTable();
    enableRecovery();
    Set<String> keys = fill(500);

    ExportDescription begun = export(r -> r.s3Prefix("nightly")).get();
    ExportDescription done = completed(begun.exportArn());

    assertThat(begun.exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
    assertThat(begun.exportArn()).matches(ARN + "/export/0\\d{13}-[0-9a-f]{8}");
    String id = begun.exportArn().substring(begun.exportArn().lastIndexOf('/') + 1);
    String folder = "nightly/AWSDynamoDB/" + id + "/";
    assertThat(done.exportManifest()).isEqualTo(folder + "manifest-summary.json");
    assertThat(done.itemCount()).isEqualTo(500);
    assertThat(bucket.keys())
        .hasSize(10)
        .contains(
            folder + "_started",
            folder + "manifest-files.json",
            folder + "manifest-files.md5",
            folder + "manifest-summary.json",
            folder + "manifest-summary.md5")
        .filteredOn(key -> key.contains("/data/"))
        .hasSize(5)
        .allSatisfy(key -> assertThat(key).matches(".*/data/[a-z2-7]{26}\\.json\\.gz"));

    JsonNode summary = bucket.manifest(done.exportManifest());
    assertThat(summary.path("version").asString()).isEqualTo("2020-06-30");
    assertThat(summary.path("exportArn").asString()).isEqualTo(begun.exportArn());
    assertThat(summary.path("exportTime").asString()).isEqualTo("2026-03-01T12:00:00.250Z");
    assertThat(summary.path("startTime").asString()).isEqualTo("2026-03-01T12:00:00.250Z");
    assertThat(summary.path("tableArn").asString()).isEqualTo(ARN);
    assertThat(summary.path("tableId").asString()).isEqualTo(done.tableId());
    assertThat(summary.path("s3Bucket").asString()).isEqualTo("exports");
    assertThat(summary.path("s3Prefix").asString()).isEqualTo("nightly");
    assertThat(summary.path("s3SseKmsKeyId").isNull()).isTrue();
    assertThat(summary.path("manifestFilesS3Key").asString())
        .isEqualTo(folder + "manifest-files.json");
    assertThat(summary.path("itemCount").asLong()).isEqualTo(500);
    assertThat(summary.path("outputFormat").asString()).isEqualTo("DYNAMODB_JSON");

    List<Line> lines = bucket.files(summary);
    assertThat(lines).hasSize(5).extracting(Line::items).contains(0L);
    assertThat(lines.stream().mapToLong(Line::items).sum()).isEqualTo(500);
    Set<String> seen = new HashSet<>();
    for (Line line : lines) {
      assertThat(line.etag()).endsWith("-1").isEqualTo(bucket.etag(line.key()));
      byte[] compressed = bucket.read(line.key());
      assertThat(ExportReader.md5(compressed)).isEqualTo(line.md5());
      List<JsonNode> items = ExportReader.items(compressed);
      assertThat(items).hasSize((int) line.items());
      items.forEach(
          item -> assertThat(seen.add(item.path("Item").path("pk").path("S").asString())).isTrue());
    }
    assertThat(seen).isEqualTo(keys);
  }

  @Test
  void anItemIsWrittenAsTypedJson() {
    createTable();
    enableRecovery();
    dynamo.putItem(p ->
        p.tableName("flights")
            .item(
                Map.of(
                    "pk", AttributeValue.fromS("a\n\"ü\" 🐦"),
                    "n", AttributeValue.fromN("12345678901234567890123456789012345678"),
                    "flag", AttributeValue.fromBool(true),
                    "nothing", AttributeValue.fromNul(true))));

    ExportDescription done = completed(export(r -> {}).get().exportArn());

    JsonNode item =
        bucket.files(bucket.manifest(done.exportManifest())).stream()
            .filter(line -> line.items() > 0)
            .flatMap(line -> ExportReader.items(bucket.read(line.key())).stream())
            .findFirst()
            .orElseThrow();
    assertThat(item)
        .isEqualTo(
            JsonMapper.shared()
                .readTree(
                    """
                    {"Item":{"pk":{"S":"a\\n\\"ü\\" 🐦"},
                     "n":{"N":"12345678901234567890123456789012345678"},
                     "flag":{"BOOL":true},"nothing":{"NULL":true}}}
                    """));
  }

  @Test
  void anExportShowsTheTableAsItWas() {
    createTable();
    enableRecovery();
    fill(3);
    clock.advance(Duration.ofMinutes(10));
    Instant then = clock.instant();
    clock.advance(Duration.ofMinutes(1));
    fill(5);

    ExportDescription done = completed(export(r -> r.exportTime(then)).get().exportArn());

    assertThat(done.itemCount()).isEqualTo(3);
    assertThat(done.exportTime()).isEqualTo(then);
  }

  @Test
  void anExportLastsItsTimeByTheClock() throws Exception {
    restart(ExportOptions.defaults().withDuration(Duration.ofMinutes(5)));
    createTable();
    enableRecovery();
    String arn = export(r -> {}).get().exportArn();
    await().until(() -> bucket.keys().stream().anyMatch(key -> key.endsWith("summary.md5")));

    clock.advance(Duration.ofSeconds(299));
    assertThat(describe(arn).exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
    assertThat(describe(arn).exportManifest()).isNull();

    clock.advance(Duration.ofSeconds(1));
    assertThat(describe(arn).exportStatus()).isEqualTo(ExportStatus.COMPLETED);
    assertThat(describe(arn).endTime()).isEqualTo(START.plus(Duration.ofMinutes(5)));
  }

  @Test
  void aTokenMakesOneExportForEightHours() {
    createTable();
    enableRecovery();
    String token = UUID.randomUUID().toString();
    String first = export(r -> r.clientToken(token)).get().exportArn();
    completed(first);

    assertThat(export(r -> r.clientToken(token)).get().exportArn()).isEqualTo(first);
    assertThatThrownBy(export(r -> r.clientToken(token).s3Prefix("elsewhere"))::get)
        .isInstanceOf(ExportConflictException.class);

    clock.advance(Duration.ofHours(8).minusSeconds(1));
    assertThat(export(r -> r.clientToken(token)).get().exportArn()).isEqualTo(first);
    clock.advance(Duration.ofSeconds(1));
    assertThat(export(r -> r.clientToken(token)).get().exportArn()).isNotEqualTo(first);
  }

  @Test
  void exportsAreListed() {
    createTable();
    enableRecovery();
    String one = export(r -> {}).get().exportArn();
    clock.advance(Duration.ofSeconds(1));
    String two = export(r -> {}).get().exportArn();

    var first = dynamo.listExports(l -> l.tableArn(ARN).maxResults(1));
    var second = dynamo.listExports(l -> l.tableArn(ARN).nextToken(first.nextToken()));

    assertThat(first.exportSummaries()).extracting(s -> s.exportArn()).containsExactly(one);
    assertThat(second.exportSummaries()).extracting(s -> s.exportArn()).containsExactly(two);
    assertThat(second.nextToken()).isNull();
  }

  @Test
  void withoutRecoveryThereIsNoExport() {
    createTable();

    assertThatThrownBy(export(r -> {})::get)
        .isInstanceOf(PointInTimeRecoveryUnavailableException.class)
        .hasMessageContaining("Point in time recovery is not enabled for table 'flights'");
  }

  @Test
  void timesOutsideOfTheWindowAreRefused() {
    createTable();
    clock.advance(Duration.ofMinutes(1));
    enableRecovery();

    assertThatThrownBy(export(r -> r.exportTime(START))::get)
        .isInstanceOf(InvalidExportTimeException.class);
    assertThatThrownBy(export(r -> r.exportTime(clock.instant().plusSeconds(60)))::get)
        .isInstanceOf(InvalidExportTimeException.class);
  }

  @Test
  void whatIsNotThereIsSaidSo() {
    assertThatThrownBy(export(r -> {})::get).isInstanceOf(TableNotFoundException.class);
    assertThatThrownBy(() -> describe(ARN + "/export/01-ab"))
        .isInstanceOf(ExportNotFoundException.class);
  }

  @Test
  void aBucketThatIsNotThereFailsTheExportAfterwards() {
    createTable();
    enableRecovery();

    String arn = export(r -> r.s3Bucket("nowhere")).get().exportArn();

    await().until(() -> describe(arn).exportStatus() == ExportStatus.FAILED);
    assertThat(describe(arn).failureCode()).isEqualTo("S3NoSuchBucket");
    assertThat(describe(arn).failureMessage()).isEqualTo("The specified bucket does not exist");
  }

  @Test
  void aCallerWhoMayNotWriteToTheBucketFailsTheExport() {
    createTable();
    enableRecovery();
    Clients root = Clients.of(aws);
    root.iam()
        .createRole(r ->
            r.roleName("reader")
                .assumeRolePolicyDocument(
                    "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\","
                        + "\"Action\":\"sts:AssumeRole\"}}"));
    root.iam()
        .putRolePolicy(r ->
            r.roleName("reader")
                .policyName("p")
                .policyDocument(
                    "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"dynamodb:*\","
                        + "\"Resource\":\"*\"}}"));
    DynamoDbClient session =
        root.as(
                root.sts()
                    .assumeRole(r ->
                        r.roleArn("arn:aws:iam::123456789012:role/reader")
                            .roleSessionName("nightly"))
                    .credentials())
            .dynamoDb();

    String arn =
        session
            .exportTableToPointInTime(r -> r.tableArn(ARN).s3Bucket("exports"))
            .exportDescription()
            .exportArn();

    await().until(() -> describe(arn).exportStatus() == ExportStatus.FAILED);
    assertThat(describe(arn).failureCode()).isEqualTo("S3AccessDenied");
    assertThat(describe(arn).failureMessage()).contains("s3:PutObject");
  }

  @Test
  void filesCanBeMissingTruncatedSwappedOrMiscounted() {
    createTable();
    enableRecovery();
    fill(100);
    ExportControl faults = aws.control().exports();

    faults.next(ExportFault.missingFile());
    assertThat(problems()).containsExactly("missing");
    faults.next(ExportFault.truncatedFile());
    assertThat(problems()).containsExactly("md5");
    faults.next(ExportFault.damagedFile());
    assertThat(problems()).containsExactly("md5");
    faults.next(ExportFault.swappedFiles());
    assertThat(problems()).containsExactly("md5", "md5");
    faults.next(ExportFault.miscountedFile());
    assertThat(problems()).containsExactly("count");
    faults.next(ExportFault.failure("InternalServerError", "something broke"));
    String arn = export(r -> {}).get().exportArn();
    await().until(() -> describe(arn).exportStatus() == ExportStatus.FAILED);
    assertThat(describe(arn).failureMessage()).isEqualTo("something broke");
    assertThat(problems()).isEmpty();
  }

  /** What a careful reader finds wrong with an export, file by file. */
  private List<String> problems() {
    clock.advance(Duration.ofSeconds(1));
    ExportDescription done = completed(export(r -> {}).get().exportArn());
    return bucket.problems(bucket.manifest(done.exportManifest()));
  }

  private Supplier<ExportDescription> export(
      Consumer<ExportTableToPointInTimeRequest.Builder> change) {
    return () ->
        dynamo
            .exportTableToPointInTime(r -> {
              r.tableArn(ARN).s3Bucket("exports");
              change.accept(r);
            })
            .exportDescription();
  }

  private ExportDescription completed(String arn) {
    await().until(() -> describe(arn).exportStatus() == ExportStatus.COMPLETED);
    return describe(arn);
  }

  private ExportDescription describe(String arn) {
    return dynamo.describeExport(d -> d.exportArn(arn)).exportDescription();
  }

  private void createTable() {
    dynamo.createTable(t ->
        t.tableName("flights")
            .attributeDefinitions(a -> a.attributeName("pk").attributeType(ScalarAttributeType.S))
            .keySchema(k -> k.attributeName("pk").keyType(KeyType.HASH))
            .billingMode("PAY_PER_REQUEST"));
  }

  private void enableRecovery() {
    dynamo.updateContinuousBackups(u ->
        u.tableName("flights")
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
  }

  private Set<String> fill(int items) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < items; i++) {
      String key = "flight-" + i;
      keys.add(key);
      dynamo.putItem(p ->
          p.tableName("flights")
              .item(
                  Map.of(
                      "pk", AttributeValue.fromS(key),
                      "text", AttributeValue.fromS("x".repeat(50)))));
    }
    return keys;
  }

  private void restart(ExportOptions exports) throws Exception {
    aws.close();
    start(exports);
  }

  private void start(ExportOptions exports) throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock).withExports(exports));
    dynamo = Clients.of(aws).dynamoDb();
    Clients.of(aws).s3().createBucket(b -> b.bucket("exports"));
    bucket = new ExportReader(Clients.of(aws).s3(), "exports");
  }
}
