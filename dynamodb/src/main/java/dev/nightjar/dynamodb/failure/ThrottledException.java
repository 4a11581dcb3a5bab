package dev.nightjar.dynamodb.failure;

/** Too many calls: wait, with jitter, and ask again. */
public final class ThrottledException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public ThrottledException(String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
