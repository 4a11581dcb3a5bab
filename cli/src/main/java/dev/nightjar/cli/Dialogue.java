package dev.nightjar.cli;

import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Lines;
import dev.nightjar.cli.prompt.StoppedException;
import dev.nightjar.cli.prompt.WrongOptionException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Runs a command that asks questions. */
final class Dialogue {

  /** What a shell has for a command that Ctrl-C ended. */
  private static final int STOPPED = 130;

  private final CommandSpec command;
  private final Terminal terminal;
  private final PrintWriter out;

  /** The dialogue is on standard output, unless that is for the JSON of the result. */
  Dialogue(CommandSpec command, Terminal terminal, OutputFormat format) {
    this.command = command;
    this.terminal = terminal;
    this.out = format == OutputFormat.JSON ? terminal.err() : terminal.out();
  }

  /**
   * Runs it.
   *
   * @param silent whether nobody may be asked
   * @return the command's exit code
   */
  int run(boolean silent, BiConsumer<Interview, PrintWriter> body) {
    try {
      if (silent) {
        body.accept(new Interview(Optional.empty(), out), out);
      } else {
        try (Lines lines = Lines.of(terminal, out)) {
          body.accept(new Interview(Optional.of(lines), out), out);
        }
      }
      return 0;
    } catch (StoppedException e) {
      return stopped();
    } catch (UserException e) {
      if (e.getCause() instanceof InterruptedException) {
        return stopped();
      }
      throw e;
    } catch (WrongOptionException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  private int stopped() {
    terminal.note("nightjar: stopped. Nothing was written and no secret was set.");
    return STOPPED;
  }
}
