package dev.nightjar.cli;

/**
 * A command cannot do what it was asked to. The message is the sentence that the user reads: what
 * happened, where, and what to do about it.
 */
public final class UserException extends RuntimeException {

  /** The message is shown as it is. */
  public UserException(String message) {
    super(message);
  }

  /** The message is shown as it is; the cause only with {@code --debug}. */
  public UserException(String message, Throwable cause) {
    super(message, cause);
  }
}
