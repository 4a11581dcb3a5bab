package dev.nightjar.server.query;

/** SQL that may not run here; the message says which part of it and why. */
public final class SqlRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private enum Reason {
    NOT_ALLOWED,
    UNKNOWN_TABLE,
    TAKES_TOO_LONG
  }

  private final Reason reason;

  SqlRefusedException(String message) {
    this(message, Reason.NOT_ALLOWED);
  }

  private SqlRefusedException(String message, Reason reason) {
    super(message);
    this.reason = reason;
  }

  /** Because of a table that is not there for the caller. */
  static SqlRefusedException unknownTable(String name) {
    return new SqlRefusedException(
        "There is no data source or pipe '" + name + "' in this workspace that can be read.",
        Reason.UNKNOWN_TABLE);
  }

  /** Because judging it took too long. */
  static SqlRefusedException takesTooLong(String message) {
    return new SqlRefusedException(message, Reason.TAKES_TOO_LONG);
  }

  /** Whether the reason is a table that is not there for the caller. */
  public boolean isUnknownTable() {
    return reason == Reason.UNKNOWN_TABLE;
  }

  /** Whether judging it took too long. */
  public boolean isTooSlow() {
    return reason == Reason.TAKES_TOO_LONG;
  }
}
