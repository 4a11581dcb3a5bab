package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.export.ObjectContent;
import dev.nightjar.dynamodb.export.ObjectStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Amazon S3 through the SDK. */
final class S3ObjectStore implements ObjectStore {
  private final S3Client s3;

  S3ObjectStore(S3Client s3) {
    this.s3 = s3;
  }

  @Override
  public ObjectContent open(String bucket, String key) {
    ResponseInputStream<GetObjectResponse> body =
        AwsFailures.call(
            "s3:GetObject",
            "arn:aws:s3:::" + bucket + "/" + key,
            () -> s3.getObject(request -> request.bucket(bucket).key(key)));
    Long length = body.response().contentLength();
    return new ObjectContent(new ObjectBody(body, System::nanoTime), length == null ? -1 : length);
  }
}
