package dev.nightjar.dynamodb.failure;

/**
 * What was asked for does not exist, or not any more: a table, a stream, a shard, an export, an
 * object, a bucket.
 */
public final class NotFoundException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public NotFoundException(String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
