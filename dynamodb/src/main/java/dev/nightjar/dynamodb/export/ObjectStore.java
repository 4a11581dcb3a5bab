package dev.nightjar.dynamodb.export;

/** Amazon S3, as much of it as reading an export takes. */
public interface ObjectStore {

  /**
   * Begins to download an object.
   *
   * @throws dev.nightjar.dynamodb.failure.AwsException if it cannot be had: {@link
   *     dev.nightjar.dynamodb.failure.NotFoundException} where there is none
   */
  ObjectContent open(String bucket, String key);
}
