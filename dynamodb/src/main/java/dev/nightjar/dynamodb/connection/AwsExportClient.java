package dev.nightjar.dynamodb.connection;

import static dev.nightjar.dynamodb.connection.AwsFailures.call;

import dev.nightjar.dynamodb.export.ExportClient;
import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.dynamodb.export.ExportRequest;
import dev.nightjar.dynamodb.export.ExportStatus;
import dev.nightjar.dynamodb.failure.RejectedException;
import java.util.Optional;
import java.util.OptionalLong;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;

/** Exports through the SDK. */
final class AwsExportClient implements ExportClient {
  private final DynamoDbClient dynamodb;

  AwsExportClient(DynamoDbClient dynamodb) {
    this.dynamodb = dynamodb;
  }

  @Override
  public ExportDescription request(ExportRequest request) {
    ExportTableToPointInTimeRequest.Builder export =
        ExportTableToPointInTimeRequest.builder()
            .tableArn(request.tableArn())
            .s3Bucket(request.bucket())
            .clientToken(request.clientToken())
            .exportFormat(ExportFormat.DYNAMODB_JSON);
    request.bucketOwner().ifPresent(export::s3BucketOwner);
    request.prefix().ifPresent(export::s3Prefix);
    return description(
        "ExportTableToPointInTime",
        call(
            "dynamodb:ExportTableToPointInTime",
            request.tableArn(),
            () -> dynamodb.exportTableToPointInTime(export.build()).exportDescription()));
  }

  @Override
  public ExportDescription describe(String exportArn) {
    return description(
        "DescribeExport",
        call(
            "dynamodb:DescribeExport",
            exportArn,
            () ->
                dynamodb
                    .describeExport(request -> request.exportArn(exportArn))
                    .exportDescription()));
  }

  private static ExportDescription description(
      String operation, software.amazon.awssdk.services.dynamodb.model.ExportDescription export) {
    if (export == null || export.exportArn() == null) {
      throw new RejectedException(
          operation,
          "",
          "the answer to " + operation + " has no ExportDescription with an ARN",
          null);
    }
    return new ExportDescription(
        export.exportArn(),
        status(export.exportStatusAsString()),
        Optional.ofNullable(export.tableArn()),
        Optional.ofNullable(export.tableId()),
        Optional.ofNullable(export.exportTime()),
        Optional.ofNullable(export.startTime()),
        Optional.ofNullable(export.endTime()),
        Optional.ofNullable(export.s3Bucket()).orElse(""),
        Optional.ofNullable(export.s3Prefix()),
        Optional.ofNullable(export.exportManifest()),
        Optional.ofNullable(export.clientToken()),
        count(export.itemCount()),
        count(export.billedSizeBytes()),
        Optional.ofNullable(export.failureCode()),
        Optional.ofNullable(export.failureMessage()));
  }

  private static OptionalLong count(Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  private static ExportStatus status(String text) {
    for (ExportStatus status : ExportStatus.values()) {
      if (status.name().equals(text)) {
        return status;
      }
    }
    return ExportStatus.UNKNOWN;
  }
}
