package dev.nightjar.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Where a command reads and prints.
 *
 * @param in standard input
 * @param out standard output: what was asked for
 * @param err standard error: problems and progress
 * @param interactive whether a person looks at it: colours, bars and redrawing only then
 */
public record Terminal(InputStream in, PrintWriter out, PrintWriter err, boolean interactive) {

  // JDK 22 to 24 always have a console, 25 only where there is a person.
  @SuppressWarnings("SystemConsoleNull")
  static Terminal ofProcess() {
    Console console = System.console();
    return new Terminal(
        System.in,
        utf8(new FileOutputStream(FileDescriptor.out)),
        utf8(new FileOutputStream(FileDescriptor.err)),
        console != null && console.isTerminal());
  }

  private static PrintWriter utf8(OutputStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Prints a line to standard output. */
  public void say(String line) {
    out.println(line);
    out.flush();
  }

  /** Prints a line to standard error. */
  public void note(String line) {
    err.println(line);
    err.flush();
  }

  /** Asks for a value that is not shown while it is typed; empty where nobody can be asked. */
  Optional<String> askSecretly(String question) {
    return interactive
        ? Optional.ofNullable(System.console().readPassword("%s", question)).map(String::new)
        : Optional.empty();
  }
}
