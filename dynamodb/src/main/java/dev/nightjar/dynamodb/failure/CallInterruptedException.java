package dev.nightjar.dynamodb.failure;

/** The calling thread was interrupted while it waited for AWS; its interrupt flag is set again. */
public final class CallInterruptedException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public CallInterruptedException(
      String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
