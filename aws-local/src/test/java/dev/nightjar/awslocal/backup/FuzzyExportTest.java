package dev.nightjar.awslocal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.MovableClock;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import tools.jackson.databind.JsonNode;

/** Exports whose items are as of a moment of their own within a minute of ExportTime. */
class FuzzyExportTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final int ITEMS = 40;

  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final MovableClock clock = new MovableClock(START);
  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private ExportReader bucket;
  private TestTable table;

  @BeforeEach
  void start() throws Exception {
    ExportOptions fuzzy = ExportOptions.defaults().withFuzz(Duration.ofMinutes(1), 3);
    aws = AwsLocal.start(AwsLocalOptions.defaults().withClock(clock).withExports(fuzzy));
    dynamo = Clients.of(aws).dynamoDb();
    Clients.of(aws).s3().createBucket(b -> b.bucket("exports"));
    bucket = new ExportReader(Clients.of(aws).s3(), "exports");
    table = TestTable.create(dynamo);
    dynamo.updateContinuousBackups(u ->
        u.tableName(table.name())
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
  }

  @AfterEach
  void stop() {
    dynamo.close();
    aws.close();
  }

  @Test
  void eachItemIsAsOfAMomentOfItsOwnBeforeOrAfterExportTime() {
    writeEachSecond(120);
    ExportDescription begun = export();
    assertThat(begun.exportTime()).isEqualTo(clock.instant());
    assertThat(describe(begun).exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
    writeEachSecond(120);

    Map<String, Long> seconds = exported(begun);

    // every item was written each second: its number is the second that it is as of
    assertThat(seconds).hasSize(ITEMS);
    assertThat(seconds.values()).allSatisfy(second -> assertThat(second).isBetween(60L, 180L));
    assertThat(seconds.values().stream().filter(second -> second < 118)).hasSizeGreaterThan(5);
    assertThat(seconds.values().stream().filter(second -> second > 122)).hasSizeGreaterThan(5);
    assertThat(seconds.values().stream().distinct()).hasSizeGreaterThan(10);
  }

  @Test
  void whatIsOlderThanTheFuzzIsInAndWhatIsNewerIsNot() {
    table.put("old", 1, Map.of());
    clock.advance(Duration.ofSeconds(61));
    ExportDescription begun = export();
    table.delete("old", 1);
    table.put("within", 1, Map.of());
    clock.advance(Duration.ofSeconds(61));
    table.put("new", 1, Map.of());
    assertThat(exported(begun)).doesNotContainKey("new");

    clock.advance(Duration.ofMinutes(5));
    assertThat(exported(export())).containsOnlyKeys("within", "new");
  }

  @Test
  void aTableThatIsDeletedMeanwhileMakesItFail() {
    ExportDescription begun = export();
    dynamo.deleteTable(d -> d.tableName(table.name()));
    clock.advance(Duration.ofMinutes(2));

    await().until(() -> describe(begun).exportStatus() == ExportStatus.FAILED);
    assertThat(describe(begun).failureCode()).isEqualTo("TableNotFoundException");
  }

  @Test
  void exportsMayBeSlowFromNowOn() {
    aws.control().exports().behave(ExportOptions.defaults().withDuration(Duration.ofHours(30)));
    ExportDescription begun = export();
    clock.advance(Duration.ofHours(29));
    assertThat(describe(begun).exportStatus()).isEqualTo(ExportStatus.IN_PROGRESS);
    clock.advance(Duration.ofHours(2));
    await().until(() -> describe(begun).exportStatus() == ExportStatus.COMPLETED);
  }

  private void writeEachSecond(int times) {
    for (int i = 0; i < times; i++) {
      long second = Duration.between(START, clock.instant()).toSeconds();
      dynamo.batchWriteItem(b -> b.requestItems(Map.of(table.name(), puts(0, second))));
      dynamo.batchWriteItem(b -> b.requestItems(Map.of(table.name(), puts(ITEMS / 2, second))));
      clock.advance(SECOND);
    }
  }

  private List<WriteRequest> puts(int from, long second) {
    return IntStream.range(from, from + ITEMS / 2)
        .mapToObj(i ->
            WriteRequest.builder()
                .putRequest(p ->
                    p.item(
                        table.item(
                            "item-" + i,
                            1,
                            Map.of("second", AttributeValue.fromN(Long.toString(second))))))
                .build())
        .toList();
  }

  private ExportDescription export() {
    return dynamo
        .exportTableToPointInTime(e -> e.tableArn(table.arn()).s3Bucket("exports"))
        .exportDescription();
  }

  private ExportDescription describe(ExportDescription export) {
    return dynamo.describeExport(d -> d.exportArn(export.exportArn())).exportDescription();
  }

  /** The keys in an export, and their number "second". */
  private Map<String, Long> exported(ExportDescription export) {
    clock.advance(Duration.ofMinutes(2));
    await().until(() -> describe(export).exportStatus() == ExportStatus.COMPLETED);
    JsonNode summary = bucket.manifest(describe(export).exportManifest());
    Map<String, Long> items = new HashMap<>();
    for (ExportReader.Line line : bucket.files(summary)) {
      for (JsonNode item : ExportReader.items(bucket.read(line.key()))) {
        items.put(
            item.at("/Item/pk/S").asString(),
            Long.parseLong(item.at("/Item/second/N").asString("0")));
      }
    }
    assertThat((long) items.size()).isEqualTo(summary.path("itemCount").asLong());
    return items;
  }
}
