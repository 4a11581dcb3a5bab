package dev.nightjar.mirror.batch;

/** Is told of everything that did not succeed at once, for the mirror's status. Thread-safe. */
public interface Retries {

  /**
   * Something failed and will be tried again.
   *
   * @param cause a short code, such as {@code insert:TOO_MANY_PARTS}
   * @param message what happened, for people
   */
  void retrying(String cause, String message);

  /** What was tried again has succeeded. */
  void recovered();
}
