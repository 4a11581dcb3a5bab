package dev.nightjar.server.token;

/** A JWT that is not accepted; the message says why and quotes nothing of it. */
final class InvalidJwtException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidJwtException(String message) {
    super(message);
  }
}
