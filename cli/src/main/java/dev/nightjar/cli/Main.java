package dev.nightjar.cli;

/** The launcher's entry: {@code nightjar COMMAND …}. */
public final class Main {

  /** A system property: whether the process ends when the one that started it does. */
  public static final String ENDS_WITH_PARENT = "nightjar.ends-with-parent";

  private Main() {}

  /** Runs one command and ends the process with its exit code, see {@link NightjarCommand}. */
  public static void main(String[] arguments) {
    Logging.quiet();
    if (Boolean.getBoolean(ENDS_WITH_PARENT)) {
      ProcessHandle.current()
          .parent()
          .ifPresent(parent -> parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1)));
    }
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
