package dev.nightjar.cli;

/** The launcher's entry: {@code nightjar COMMAND …}. */
public final class Main {

  private Main() {}

  /** Runs one command and ends the process with its exit code, see {@link NightjarCommand}. */
  public static void main(String[] arguments) {
    Logging.quiet();
    Environment environment = Environment.ofProcess();
    System.exit(run(environment, arguments));
  }

  private static int run(Environment environment, String[] arguments) {
    try {
      return NightjarCommand.line(environment).execute(arguments);
    } catch (Error e) {
      // No command can handle it; a person reads of it all the same.
      new Failures(environment.terminal()).bug(e);
      return Failures.BUG;
    }
  }
}
