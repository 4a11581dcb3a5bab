package dev.nightjar.cli;

/** The launcher's entry: {@code nightjar COMMAND …}. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code: 0, 1 (failed) or 2 (wrong usage). */
  public static void main(String[] arguments) {
    Logging.quiet();
    int code = NightjarCommand.line(Environment.ofProcess()).execute(arguments);
    System.exit(code);
  }
}
