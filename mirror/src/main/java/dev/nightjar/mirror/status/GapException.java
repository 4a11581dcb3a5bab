package dev.nightjar.mirror.status;

/**
 * Something that only a new generation mends: changes that the stream does not tell any more, or an
 * export that came to nothing. It ends the run; the next one heals it.
 */
public final class GapException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final FailureReason reason;
  private final boolean takesAPerson;

  private GapException(
      FailureReason reason, String message, boolean takesAPerson, Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.takesAPerson = takesAPerson;
  }

  /** A gap. */
  public GapException(FailureReason reason, String message) {
    this(reason, message, false, null);
  }

  /** A gap with what showed it. */
  public GapException(FailureReason reason, String message, Throwable cause) {
    this(reason, message, false, cause);
  }

  /** One that would come again as long as nobody has mended what the message names. */
  public static GapException forAPerson(FailureReason reason, String message) {
    return new GapException(reason, message, true, null);
  }

  /** What kind of gap. */
  public FailureReason reason() {
    return reason;
  }

  /** Whether the mirror waits for a person, who resumes it, before it heals. */
  public boolean takesAPerson() {
    return takesAPerson;
  }
}
