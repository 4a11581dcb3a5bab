package dev.nightjar.cli;

import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Lines;
import dev.nightjar.cli.prompt.Question;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Asks before something that cannot be undone; {@code --yes} is how a script agrees. */
final class Agreement {

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  boolean yes;

  /** Whether the person agrees; otherwise they are told that nothing was done. */
  boolean given(Terminal terminal, String question) {
    if (yes || ask(terminal, question)) {
      return true;
    }
    terminal.note("Nothing was done.");
    return false;
  }

  /** Asks without an option that answers; yes is the only agreement. */
  static boolean ask(Terminal terminal, String question) {
    try (Lines lines = Lines.of(terminal, terminal.err())) {
      return new Interview(Optional.of(lines), terminal.err())
          .confirm(new Question("--yes", question));
    }
  }
}
