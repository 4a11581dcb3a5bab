package dev.nightjar.dynamodb.failure;

/** The records at this position are no longer in the stream: they are older than 24 hours. */
public final class TrimmedDataException extends AwsException {

  /** States the operation, AWS's error code (or nothing), what happened, and its cause. */
  public TrimmedDataException(String operation, String awsCode, String message, Throwable cause) {
    super(operation, awsCode, message, cause);
  }
}
