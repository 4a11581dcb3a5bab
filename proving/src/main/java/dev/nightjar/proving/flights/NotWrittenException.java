package dev.nightjar.proving.flights;

/** DynamoDB did not take a write. The message is a sentence for a person. */
public final class NotWrittenException extends RuntimeException {

  /** With what kept it from being written. */
  public NotWrittenException(String message, Throwable cause) {
    super(message, cause);
  }
}
