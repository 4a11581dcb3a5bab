package dev.nightjar.cli.prompt;

import java.util.Optional;

/**
 * Something that has to be known.
 *
 * @param option the option that answers it without asking: {@code --region}
 * @param text what a person is asked
 * @param preset the answer of somebody who just presses Enter
 */
public record Question(String option, String text, Optional<String> preset) {

  /** A question that must be answered. */
  public Question(String option, String text) {
    this(option, text, Optional.empty());
  }

  /** The same, where Enter means that answer. */
  public Question withPreset(String answer) {
    return new Question(option, text, Optional.of(answer));
  }
}
