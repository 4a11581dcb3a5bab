package dev.nightjar.proving.chaos;

/** The run could not go on. The message is a sentence for a person. */
public final class ChaosFailedException extends RuntimeException {

  /** With what happened. */
  public ChaosFailedException(String message) {
    super(message);
  }

  /** With what happened, and why. */
  public ChaosFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
