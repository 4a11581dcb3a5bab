package dev.nightjar.clickhouse;

/** The query was ended by its timeout or by an interrupt of its caller. It has stopped. */
public final class CancelledException extends ClickHouseException {
  private static final long serialVersionUID = 1L;

  /**
   * An error.
   *
   * @param message what happened and what to do
   */
  public CancelledException(String message) {
    super(0, "CANCELLED", message);
  }

  /**
   * An error with its cause.
   *
   * @param message what happened and what to do
   * @param cause why
   */
  public CancelledException(String message, Throwable cause) {
    super(0, "CANCELLED", message);
    initCause(cause);
  }
}
