package dev.nightjar.awslocal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.backup.ExportReader.Line;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;
import software.amazon.awssdk.services.dynamodb.model.InvalidExportTimeException;
import tools.jackson.databind.JsonNode;

/** Incremental exports as "DynamoDB table export output format" of the guide shows them. */
class IncrementalExportTest {

  private final MovableClock clock = new MovableClock(Instant.parse("2026-03-01T12:00:00Z"));
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private TestTable table;
  private ExportReader bucket;
  private Instant from;
  private Instant to;

  /** Within the window: b is changed, c deleted, d made, e made and deleted. */
  @BeforeEach
  void start() throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock));
    dynamo = Clients.of(aws).dynamoDb();
    Clients.of(aws).s3().createBucket(b -> b.bucket("exports"));
    bucket = new ExportReader(Clients.of(aws).s3(), "exports");
    table = TestTable.create(dynamo);
    dynamo.updateContinuousBackups(u ->
        u.tableName(table.name())
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    put("a", "1");
    put("b", "1");
    put("c", "1");
    clock.advance(Duration.ofMinutes(1));
    from = clock.instant();
    put("b", "2");
    clock.advance(Duration.ofMinutes(1));
    put("b", "3");
    table.delete("c", 1);
    put("d", "1");
    put("e", "1");
    table.delete("e", 1);
    clock.advance(Duration.ofMinutes(20));
    to = clock.instant();
    put("a", "9");
    clock.advance(Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    aws.close();
  }

  @Test
  void eachItemThatChangedHasItsLastStateOnce() {
    ExportDescription done = completed(export(ExportViewType.NEW_AND_OLD_IMAGES));

    assertThat(done.exportType()).isEqualTo(ExportType.INCREMENTAL_EXPORT);
    assertThat(done.incrementalExportSpecification().exportFromTime()).isEqualTo(from);
    assertThat(done.incrementalExportSpecification().exportToTime()).isEqualTo(to);
    assertThat(done.exportTime()).isNull();
    assertThat(done.itemCount()).isEqualTo(3);
    JsonNode summary = bucket.manifest(done.exportManifest());
    assertThat(summary.path("exportType").asString()).isEqualTo("INCREMENTAL_EXPORT");
    assertThat(summary.path("exportFromTime").asString()).isEqualTo("2026-03-01T12:01:00.000Z");
    assertThat(summary.path("outputView").asString()).isEqualTo("NEW_AND_OLD_IMAGES");
    Map<String, JsonNode> lines = lines(summary);
    assertThat(lines).containsOnlyKeys("b", "c", "d");
    assertThat(value(lines.get("b"), "OldImage")).isEqualTo("1");
    assertThat(value(lines.get("b"), "NewImage")).isEqualTo("3");
    assertThat(lines.get("b").path("Metadata").path("WriteTimestampMicros").path("N").asString())
        .isEqualTo(micros("2026-03-01T12:02:00Z"));
    assertThat(lines.get("c").has("NewImage")).isFalse();
    assertThat(value(lines.get("c"), "OldImage")).isEqualTo("1");
    assertThat(lines.get("d").has("OldImage")).isFalse();
  }

  @Test
  void itsDataAreInTheSharedFolder() {
    ExportDescription done = completed(export(ExportViewType.NEW_IMAGE));
    JsonNode summary = bucket.manifest(done.exportManifest());
    assertThat(bucket.files(summary))
        .extracting(Line::key)
        .allSatisfy(key -> assertThat(key).matches("AWSDynamoDB/data/[a-z2-7]{26}\\.json\\.gz"));
    lines(summary).values().forEach(line -> assertThat(line.has("OldImage")).isFalse());
  }

  @Test
  void theWindowHasItsLimits() {
    assertRefused(from, from.plusSeconds(899), "less than 15 minutes");
    assertRefused(from, from.plus(Duration.ofHours(24)).plusSeconds(1), "more than 24 hours");
    assertThatThrownBy(() -> export(from, clock.instant().plusSeconds(1), ExportViewType.NEW_IMAGE))
        .isInstanceOf(InvalidExportTimeException.class);
    assertThatThrownBy(() -> export(from.minus(Duration.ofHours(1)), to, ExportViewType.NEW_IMAGE))
        .isInstanceOf(InvalidExportTimeException.class);
    assertThatThrownBy(() ->
            dynamo.exportTableToPointInTime(
                e -> e.tableArn(table.arn()).s3Bucket("exports").exportType("INCREMENTAL_EXPORT")))
        .hasMessageContaining("ExportFromTime is required");
  }

  private void assertRefused(Instant first, Instant last, String why) {
    assertThatThrownBy(() -> export(first, last, ExportViewType.NEW_IMAGE))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining(why);
  }

  private String export(ExportViewType view) {
    return export(from, to, view);
  }

  private String export(Instant first, Instant last, ExportViewType view) {
    return dynamo
        .exportTableToPointInTime(e ->
            e.tableArn(table.arn())
                .s3Bucket("exports")
                .exportType(ExportType.INCREMENTAL_EXPORT)
                .incrementalExportSpecification(
                    i -> i.exportFromTime(first).exportToTime(last).exportViewType(view)))
        .exportDescription()
        .exportArn();
  }

  private ExportDescription completed(String arn) {
    await()
        .until(() ->
            dynamo.describeExport(d -> d.exportArn(arn)).exportDescription().exportStatus()
                == ExportStatus.COMPLETED);
    return dynamo.describeExport(d -> d.exportArn(arn)).exportDescription();
  }

  private Map<String, JsonNode> lines(JsonNode summary) {
    Map<String, JsonNode> lines = new HashMap<>();
    for (Line file : bucket.files(summary)) {
      for (JsonNode line : ExportReader.items(bucket.read(file.key()))) {
        lines.put(line.path("Keys").path("pk").path("S").asString(), line);
      }
    }
    return lines;
  }

  private void put(String key, String value) {
    table.put(key, 1, Map.of("v", AttributeValue.fromN(value)));
  }

  private static String value(JsonNode line, String image) {
    return line.path(image).path("v").path("N").asString();
  }

  private static String micros(String instant) {
    return Instant.parse(instant).getEpochSecond() + "000000";
  }
}
