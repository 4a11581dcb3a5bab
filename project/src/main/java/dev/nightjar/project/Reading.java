package dev.nightjar.project;

import java.util.Optional;

/** What reading a small text came to: its value, or a sentence that says what is wrong with it. */
public sealed interface Reading<T> {

  /** The text is sound. */
  record Read<T>(T value) implements Reading<T> {}

  /**
   * The text is not.
   *
   * @param problem what is wrong and what to do, as whole sentences
   */
  record Refused<T>(String problem) implements Reading<T> {}

  /** The value, if the text is sound. */
  default Optional<T> accepted() {
    return this instanceof Read<T>(T value) ? Optional.of(value) : Optional.empty();
  }

  /** What is wrong, if anything. */
  default Optional<String> refusal() {
    return this instanceof Refused<T>(String problem) ? Optional.of(problem) : Optional.empty();
  }
}
