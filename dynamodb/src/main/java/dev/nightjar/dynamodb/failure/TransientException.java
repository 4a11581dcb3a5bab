package dev.nightjar.dynamodb.failure;

/**
 * The network, or a fault on AWS's side, or an answer that did not arrive whole: asking again is
 * right.
 */
public final class TransientException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public TransientException(String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
