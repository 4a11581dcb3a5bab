package dev.nightjar.clickhouse;

/** The statement was begun and no answer came: it may have taken effect or not, or still run. */
public final class OutcomeUnknownException extends ClickHouseException {
  private static final long serialVersionUID = 1L;

  /**
   * An error.
   *
   * @param message what happened and what to do
   */
  public OutcomeUnknownException(String message) {
    super(0, "OUTCOME_UNKNOWN", message);
  }

  /**
   * An error with its cause.
   *
   * @param message what happened and what to do
   * @param cause why
   */
  public OutcomeUnknownException(String message, Throwable cause) {
    super(0, "OUTCOME_UNKNOWN", message);
    initCause(cause);
  }
}
