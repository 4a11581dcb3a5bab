package dev.nightjar.clickhouse;

/** The statement was not begun; nothing happened. */
public final class UnavailableException extends ClickHouseException {
  private static final long serialVersionUID = 1L;

  /**
   * An error.
   *
   * @param message what happened and what to do
   */
  public UnavailableException(String message) {
    super(0, "UNAVAILABLE", message);
  }

  /**
   * An error with its cause.
   *
   * @param message what happened and what to do
   * @param cause why
   */
  public UnavailableException(String message, Throwable cause) {
    super(0, "UNAVAILABLE", message);
    initCause(cause);
  }
}
