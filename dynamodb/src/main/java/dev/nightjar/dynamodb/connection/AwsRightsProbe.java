package dev.nightjar.dynamodb.connection;

import static dev.nightjar.dynamodb.connection.AwsFailures.call;

import dev.nightjar.dynamodb.failure.RejectedException;
import java.time.Instant;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.s3.S3Client;

/** Harmless calls through the SDK. */
final class AwsRightsProbe implements RightsProbe {
  /** Before any table: point-in-time recovery reaches back 35 days. */
  private static final Instant NEVER = Instant.EPOCH;

  /** The MD5 of nothing, which one byte has not. */
  private static final String OTHER_MD5 = "1B2M2Y8AsgTpgAmY7PhCfg==";

  private final DynamoDbClient dynamodb;
  private final S3Client s3;

  AwsRightsProbe(DynamoDbClient dynamodb, S3Client s3) {
    this.dynamodb = dynamodb;
    this.s3 = s3;
  }

  @Override
  public void exportTable(String tableArn, String bucket) {
    allowed(() ->
        call(
            "dynamodb:ExportTableToPointInTime",
            tableArn,
            () ->
                dynamodb.exportTableToPointInTime(request ->
                    request
                        .tableArn(tableArn)
                        .s3Bucket(bucket)
                        .exportTime(NEVER)
                        .exportFormat(ExportFormat.DYNAMODB_JSON))));
  }

  @Override
  public void putObject(String bucket, String key) {
    allowed(() ->
        call(
            "s3:PutObject",
            "arn:aws:s3:::" + bucket + "/" + key,
            () ->
                s3.putObject(
                    request -> request.bucket(bucket).key(key).contentMD5(OTHER_MD5),
                    RequestBody.fromString("x"))));
  }

  /** AWS judges a call only when it may be made; a stand-in that judges none takes it. */
  private static void allowed(Runnable call) {
    try {
      call.run();
    } catch (RejectedException forAnotherReason) {
      // that is how AWS says yes
    }
  }
}
