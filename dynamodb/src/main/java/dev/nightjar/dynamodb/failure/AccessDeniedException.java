package dev.nightjar.dynamodb.failure;

/**
 * The role was assumed, but may not do this: its access policy lacks an action, or a resource.
 * Retrying helps once a person has changed it.
 */
public final class AccessDeniedException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public AccessDeniedException(String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
