package dev.nightjar.dynamodb.failure;

/** The AWS SDK's default chain found no credentials on this machine. */
public final class MissingCredentialsException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public MissingCredentialsException(
      String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
