package dev.nightjar.cli.remote;

/**
 * One thing that was looked at.
 *
 * @param subject whose it is: the server, or a connection with its data source
 * @param name what it is
 * @param outcome what came of it
 * @param detail what was found; what is wrong and what to do otherwise
 */
public record Check(String subject, String name, Outcome outcome, String detail) {

  /** What came of looking. */
  public enum Outcome {
    /** As it should be. */
    OK("✓"),
    /** Something works less well for it. */
    WARNING("△"),
    /** Something does not work for it. */
    FAILED("✗"),
    /** It could not be looked at. */
    SKIPPED("-");

    private final String mark;

    Outcome(String mark) {
      this.mark = mark;
    }

    /** The tick that stands before it. */
    public String mark() {
      return mark;
    }
  }
}
