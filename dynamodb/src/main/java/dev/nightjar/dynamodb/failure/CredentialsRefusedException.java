package dev.nightjar.dynamodb.failure;

/**
 * AWS does not accept this machine's own credentials: the key is unknown, its secret is another, or
 * its session has expired. Unlike missing ones, somebody has set them, and meant them to work.
 */
public final class CredentialsRefusedException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public CredentialsRefusedException(
      String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
