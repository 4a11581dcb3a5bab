package dev.nightjar.dynamodb.failure;

/**
 * The role could not be assumed. The message is the one for people; {@code unable_to_assume_role}
 * is its reason code.
 */
public final class AssumeRoleException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public AssumeRoleException(String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
