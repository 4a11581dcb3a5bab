package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.api.UnreachableException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command throws into a sentence on standard error and an exit code. */
final class Failures {

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  int failed(Exception error, CommandLine line, ParseResult parsed) {
    boolean debug = ((NightjarCommand) line.getCommandSpec().root().userObject()).debug;
    if (error instanceof UserException
        || error instanceof ServerException
        || error instanceof UnreachableException) {
      terminal.note("nightjar: " + error.getMessage());
    } else {
      terminal.note(
          "nightjar: this should not have happened: "
              + error
              + (debug ? "" : " (--debug shows where)"));
    }
    if (debug) {
      error.printStackTrace(terminal.err());
    }
    return ExitCode.SOFTWARE;
  }

  int wrongUsage(ParameterException error, String[] arguments) {
    CommandLine line = error.getCommandLine();
    terminal.note("nightjar: " + error.getMessage() + VariableDefaults.origin(error, arguments));
    if (!UnmatchedArgumentException.printSuggestions(error, terminal.err())) {
      terminal.note("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
    }
    terminal.err().flush();
    return ExitCode.USAGE;
  }
}
