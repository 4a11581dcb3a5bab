package dev.nightjar.cli;

import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Lines;
import dev.nightjar.cli.prompt.Question;
import java.util.Optional;

/** Asks before something that cannot be undone. */
final class Agreement {

  private Agreement() {}

  /** Whether the person agrees; {@code --yes} is how a script does it. */
  static boolean ask(Terminal terminal, String question) {
    try (Lines lines = Lines.of(terminal, terminal.err())) {
      return new Interview(Optional.of(lines), terminal.err())
          .confirm(new Question("--yes", question));
    }
  }
}
