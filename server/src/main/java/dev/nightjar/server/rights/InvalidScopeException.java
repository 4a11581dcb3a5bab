package dev.nightjar.server.rights;

/** A scope that cannot be understood; the message says what is wrong and what would be right. */
public final class InvalidScopeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidScopeException(String message) {
    super(message);
  }
}
