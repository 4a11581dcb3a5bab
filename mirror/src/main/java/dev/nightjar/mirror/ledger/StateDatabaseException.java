package dev.nightjar.mirror.ledger;

/** The state database cannot be used; the message says which file and why. */
public final class StateDatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StateDatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
