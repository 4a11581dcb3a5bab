package dev.nightjar.dynamodb.failure;

/**
 * A shard iterator is older than its 15 minutes: a new one, after the last sequence number, goes
 * on.
 */
public final class IteratorExpiredException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public IteratorExpiredException(
      String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
