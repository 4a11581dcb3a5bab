package dev.nightjar.dynamodb.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.dynamodb.connection.AwsStub.Answer;
import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.dynamodb.export.ExportRequest;
import dev.nightjar.dynamodb.export.ExportStatus;
import dev.nightjar.dynamodb.export.ObjectContent;
import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.failure.TransientException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsExportTest {
  private static final String EXPORT = AwsStub.TABLE + "/export/01693685827463-2d8752fd";
  private static final ExportRequest REQUEST =
      new ExportRequest(AwsStub.TABLE, "bucket", Optional.empty(), Optional.empty(), "token-1");

  private AwsStub aws;
  private AwsConnector connector;
  private TableConnection connection;

  @BeforeEach
  void connect() throws IOException {
    aws = new AwsStub();
    connector = aws.connector();
    connection = connector.connect(AwsStub.target("id-1"));
  }

  @AfterEach
  void disconnect() {
    connection.close();
    connector.close();
    aws.close();
  }

  @Test
  void asksForAFullExportWithoutATime() {
    aws.answer(
        "ExportTableToPointInTime",
        Answer.json(
            """
            {"ExportDescription":{"ExportArn":"%s","ExportStatus":"IN_PROGRESS","ExportTime":1767225600,
            "TableArn":"%s","S3Bucket":"bucket","ClientToken":"token-1"}}\
            """
                .formatted(EXPORT, AwsStub.TABLE)));

    ExportDescription export = connection.exports().request(REQUEST);

    assertThat(export.exportArn()).isEqualTo(EXPORT);
    assertThat(export.status()).isEqualTo(ExportStatus.IN_PROGRESS);
    assertThat(export.exportTime()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(export.manifestKey()).isEmpty();
    assertThat(export.itemCount()).isEmpty();
    assertThat(aws.requests("ExportTableToPointInTime").getFirst().body())
        .contains("\"ClientToken\":\"token-1\"")
        .contains("\"ExportFormat\":\"DYNAMODB_JSON\"")
        .contains("\"S3Bucket\":\"bucket\"")
        .doesNotContain("ExportTime");
  }

  @Test
  void describesACompletedAndAFailedExport() {
    aws.answer(
        "DescribeExport",
        Answer.json(
            """
            {"ExportDescription":{"ExportArn":"%s","ExportStatus":"COMPLETED","S3Bucket":"bucket","ItemCount":8,
            "ExportManifest":"AWSDynamoDB/01693685827463-2d8752fd/manifest-summary.json"}}\
            """
                .formatted(EXPORT)),
        Answer.json(
            """
            {"ExportDescription":{"ExportArn":"%s","ExportStatus":"FAILED","S3Bucket":"bucket",
            "FailureCode":"S3NoSuchBucket","FailureMessage":"The specified bucket does not exist"}}\
            """
                .formatted(EXPORT)));

    ExportDescription completed = connection.exports().describe(EXPORT);
    ExportDescription failed = connection.exports().describe(EXPORT);

    assertThat(completed.status()).isEqualTo(ExportStatus.COMPLETED);
    assertThat(completed.itemCount()).hasValue(8);
    assertThat(completed.manifestKey())
        .contains("AWSDynamoDB/01693685827463-2d8752fd/manifest-summary.json");
    assertThat(failed.status()).isEqualTo(ExportStatus.FAILED);
    assertThat(failed.failureCode()).contains("S3NoSuchBucket");
  }

  @Test
  void tellsRefusalsOfExportsApart() {
    aws.answer(
        "ExportTableToPointInTime",
        Answer.error(400, "PointInTimeRecoveryUnavailableException", "PITR is off"),
        Answer.error(400, "ExportConflictException", "Duplicate request detected"),
        Answer.error(400, "TableNotFoundException", "no table"),
        Answer.error(400, "LimitExceededException", "too many"));

    assertThatThrownBy(() -> connection.exports().request(REQUEST))
        .isInstanceOfSatisfying(
            RejectedException.class,
            refusal ->
                assertThat(refusal.awsCode()).isEqualTo("PointInTimeRecoveryUnavailableException"));
    assertThatThrownBy(() -> connection.exports().request(REQUEST))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("Duplicate request detected");
    assertThatThrownBy(() -> connection.exports().request(REQUEST))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> connection.exports().request(REQUEST))
        .isInstanceOf(ThrottledException.class);
  }

  @Test
  void readsAnObjectByItsPath() throws IOException {
    aws.answer("GET /bucket/AWSDynamoDB/a.json", Answer.text(200, "content"));

    try (ObjectContent object = connection.objects().open("bucket", "AWSDynamoDB/a.json")) {
      assertThat(object.length()).isEqualTo(7);
      assertThat(object.body().readAllBytes())
          .isEqualTo("content".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(aws.requests("GET /bucket/AWSDynamoDB/a.json").getFirst().authorization())
        .contains("/us-east-1/s3/")
        .as("no MD5 by S3 besides the manifest's")
        .doesNotContain("x-amz-te");
  }

  @Test
  void anAnswerWithoutAnExportIsRefused() {
    aws.answer("DescribeExport", Answer.json("{\"ExportDescription\":{}}"));

    assertThatThrownBy(() -> connection.exports().describe(EXPORT))
        .isInstanceOf(RejectedException.class)
        .hasMessageContaining("DescribeExport has no ExportDescription");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RequestTimeout", "TokenRefreshRequired"})
  void whatS3RefusesForNowIsAskedForAgain(String code) {
    aws.answer(
        "GET /bucket/a",
        Answer.text(400, "<Error><Code>" + code + "</Code><Message>now</Message></Error>"));

    assertThatThrownBy(() -> connection.objects().open("bucket", "a"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining(code);
  }

  @Test
  void anAbsenceThatS3DoesNotNameIsNone() {
    aws.answer("GET /bucket/a", Answer.text(404, "<html><h1>Not here</h1></html>"));

    assertThatThrownBy(() -> connection.objects().open("bucket", "a"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("AWS_ENDPOINT_URL");
  }

  @Test
  void tellsRefusalsOfS3Apart() {
    aws.answer(
        "GET /bucket/a",
        Answer.text(404, "<Error><Code>NoSuchKey</Code><Message>no</Message></Error>"));
    aws.answer(
        "GET /bucket/b",
        Answer.text(
            403, "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"));

    assertThatThrownBy(() -> connection.objects().open("bucket", "a"))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> connection.objects().open("bucket", "b"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("must allow s3:GetObject on arn:aws:s3:::bucket/b");
  }
}
