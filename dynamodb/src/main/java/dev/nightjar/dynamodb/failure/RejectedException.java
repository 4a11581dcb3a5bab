package dev.nightjar.dynamodb.failure;

/**
 * AWS understood and refused; asking again will not change it. {@link #awsCode()} tells the
 * refusals apart.
 */
public final class RejectedException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public RejectedException(String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
