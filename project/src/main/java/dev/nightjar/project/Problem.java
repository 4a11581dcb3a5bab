package dev.nightjar.project;

/**
 * Something to tell the author of a datafile: what is wrong, and what to do about it.
 *
 * @param message one or more whole sentences, without the position
 */
public record Problem(Severity severity, Position position, String message) {

  /** A problem that prevents a deployment. */
  public static Problem error(Position position, String message) {
    return new Problem(Severity.ERROR, position, message);
  }

  /** A problem that prevents nothing. */
  public static Problem warning(Position position, String message) {
    return new Problem(Severity.WARNING, position, message);
  }

  /** {@code file:line:column: message}. */
  @Override
  public String toString() {
    return position + ": " + message;
  }
}
