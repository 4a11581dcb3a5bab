package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.proving.flights.NotWrittenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what a command throws into a sentence on standard error and an exit code. */
final class Failures {

  /** The exit code of what should not happen. */
  static final int BUG = 3;

  private final Terminal terminal;

  Failures(Terminal terminal) {
    this.terminal = terminal;
  }

  int failed(Exception error, CommandLine line, ParseResult parsed) {
    boolean debug = ((NightjarCommand) line.getCommandSpec().root().userObject()).debug;
    boolean expected =
        error instanceof UserException
            || error instanceof ServerException
            || error instanceof UnreachableException
            || error instanceof NotWrittenException;
    if (debug) {
      error.printStackTrace(terminal.err());
    }
    if (expected) {
      terminal.note("nightjar: " + error.getMessage());
      return ExitCode.SOFTWARE;
    }
    bug(error);
    return BUG;
  }

  /** One sentence, and a file with the details. */
  void bug(Throwable error) {
    terminal.note("nightjar: an error of nightjar itself: " + error + ". " + reported(error));
    terminal.err().flush();
  }

  private static String reported(Throwable error) {
    try {
      Path file = Files.createTempFile("nightjar-error-", ".log");
      try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
        error.printStackTrace(out);
      }
      return "Please report it with the file " + file + ".";
    } catch (IOException e) {
      return "Please report it with what --debug shows.";
    }
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
