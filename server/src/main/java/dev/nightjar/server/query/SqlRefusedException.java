package dev.nightjar.server.query;

/** SQL that may not run here; the message says which part of it and why. */
public final class SqlRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SqlRefusedException(String message) {
    super(message);
  }
}
