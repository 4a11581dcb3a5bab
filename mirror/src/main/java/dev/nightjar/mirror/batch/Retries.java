package dev.nightjar.mirror.batch;

import dev.nightjar.dynamodb.failure.AwsException;

/** Is told of everything that did not succeed at once, for the mirror's status. Thread-safe. */
public interface Retries {

  /**
   * Something failed and will be tried again.
   *
   * @param cause a short code, such as {@code insert:TOO_MANY_PARTS}
   * @param message what happened, for people
   */
  void retrying(String cause, String message);

  /**
   * A call to AWS failed and will be made again. Where that takes a person, the status has the code
   * that validation has for it.
   *
   * @param cause a short code, such as {@code stream:ThrottlingException}
   */
  default void retrying(String cause, AwsException failure) {
    retrying(cause, failure.getMessage());
  }

  /**
   * Changes that nobody remembers inserting were in the table already, and are left there: the
   * state database is older than the table.
   */
  default void alreadyThere(long changes) {}

  /** What was tried again has succeeded. */
  void recovered();
}
