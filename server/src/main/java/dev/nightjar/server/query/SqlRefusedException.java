package dev.nightjar.server.query;

/** SQL that may not run here; the message says which part of it and why. */
public final class SqlRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean unknownTable;

  SqlRefusedException(String message) {
    this(message, false);
  }

  private SqlRefusedException(String message, boolean unknownTable) {
    super(message);
    this.unknownTable = unknownTable;
  }

  /** Because of a table that is not there for the caller. */
  static SqlRefusedException unknownTable(String name) {
    return new SqlRefusedException(
        "There is no data source or pipe '" + name + "' in this workspace that can be read.", true);
  }

  /** Whether the reason is a table that is not there for the caller. */
  public boolean isUnknownTable() {
    return unknownTable;
  }
}
