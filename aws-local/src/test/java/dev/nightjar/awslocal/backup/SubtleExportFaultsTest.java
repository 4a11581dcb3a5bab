package dev.nightjar.awslocal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.Clients;
import dev.nightjar.awslocal.backup.ExportFault.Checksum;
import dev.nightjar.awslocal.backup.ExportReader.Line;
import dev.nightjar.awslocal.dynamodb.TestTable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ExportStatus;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import tools.jackson.databind.JsonNode;

/** Damage that a checksum alone does not tell. */
class SubtleExportFaultsTest {

  private AwsLocal aws;
  private DynamoDbClient dynamo;
  private ExportReader bucket;
  private TestTable table;

  @BeforeEach
  void start() throws Exception {
    aws = AwsLocal.start(AwsLocalOptions.defaults());
    dynamo = Clients.of(aws).dynamoDb();
    Clients.of(aws).s3().createBucket(b -> b.bucket("exports"));
    bucket = new ExportReader(Clients.of(aws).s3(), "exports");
    table = TestTable.create(dynamo);
    dynamo.updateContinuousBackups(u ->
        u.tableName(table.name())
            .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
    for (int i = 0; i < 60; i++) {
      table.put("key-" + i, i, Map.of());
    }
  }

  @AfterEach
  void stop() {
    dynamo.close();
    aws.close();
  }

  @Test
  void aFileThatEndsEarlyHasTheRightChecksum() {
    JsonNode summary = summary(ExportFault.truncatedFile(Checksum.RIGHT));

    Line line = bucket.files(summary).getFirst();
    byte[] content = bucket.read(line.key());
    assertThat(ExportReader.md5(content)).isEqualTo(line.md5());
    assertThat(bucket.etag(line.key())).isEqualTo(line.etag());
    assertThatThrownBy(() -> ExportReader.items(content)).isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void anItemIsLostAndOnlyTheCountTells() {
    assertThat(bucket.problems(summary(ExportFault.lostItem()))).containsExactly("count");
  }

  @Test
  void swappedFilesWithTheirOwnChecksumsAreWholeButForTheirCounts() {
    JsonNode summary = summary(ExportFault.swappedFiles(Checksum.RIGHT));

    long items =
        bucket.files(summary).stream()
            .mapToLong(line -> ExportReader.items(bucket.read(line.key())).size())
            .sum();
    assertThat(items).isEqualTo(60);
    assertThat(bucket.problems(summary)).doesNotContain("md5", "missing");
  }

  @Test
  void theSummaryCountsOneMore() {
    JsonNode summary = summary(ExportFault.miscountedSummary());

    assertThat(summary.path("itemCount").asLong()).isEqualTo(61);
    assertThat(bucket.files(summary).stream().mapToLong(Line::items).sum()).isEqualTo(60);
  }

  @Test
  void theFilesManifestLacksALine() {
    JsonNode summary = summary(ExportFault.shortManifest(Checksum.RIGHT));

    List<Line> lines = bucket.files(summary);
    assertThat(lines).hasSize(4);
    assertThat(lines.stream().mapToLong(Line::items).sum()).isLessThan(60);
    assertThat(summary.path("itemCount").asLong()).isEqualTo(60);
  }

  @Test
  void theFilesManifestIsNotTheOneOfItsChecksum() {
    JsonNode summary = summary(ExportFault.shortManifest(Checksum.WRONG));

    assertThatThrownBy(() -> bucket.files(summary)).isInstanceOf(AssertionError.class);
  }

  @Test
  void theFilesManifestIsMissing() {
    JsonNode summary = summary(ExportFault.missingManifest());

    assertThatThrownBy(() -> bucket.files(summary)).isInstanceOf(NoSuchKeyException.class);
  }

  private JsonNode summary(ExportFault fault) {
    aws.control().exports().next(fault);
    String arn =
        dynamo
            .exportTableToPointInTime(e -> e.tableArn(table.arn()).s3Bucket("exports"))
            .exportDescription()
            .exportArn();
    await()
        .until(() ->
            dynamo.describeExport(d -> d.exportArn(arn)).exportDescription().exportStatus()
                == ExportStatus.COMPLETED);
    return bucket.manifest(
        dynamo.describeExport(d -> d.exportArn(arn)).exportDescription().exportManifest());
  }
}
