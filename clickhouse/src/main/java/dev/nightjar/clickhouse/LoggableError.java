package dev.nightjar.clickhouse;

import java.util.Arrays;

/**
 * An error as a log may have it: what kind it was and where it came about, its causes likewise, and
 * no message, for that may hold whatever was being worked on.
 */
public final class LoggableError extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int MOST_CAUSES = 20;
  private static final int MOST_PLACES = 40;

  private LoggableError(String description, LoggableError cause, StackTraceElement[] places) {
    super(description, cause);
    // an endless recursion repeats itself
    setStackTrace(Arrays.copyOf(places, Math.min(places.length, MOST_PLACES)));
  }

  /** The same error without its messages. */
  public static LoggableError of(Throwable error) {
    return of(error, MOST_CAUSES);
  }

  private static LoggableError of(Throwable error, int causesLeft) {
    Throwable cause = error.getCause();
    return new LoggableError(
        description(error),
        cause == null || causesLeft == 0 ? null : of(cause, causesLeft - 1),
        error.getStackTrace());
  }

  private static String description(Throwable error) {
    String kind = error.getClass().getName();
    return error instanceof ClickHouseException answered
        ? kind + ": " + ErrorSummary.of(answered)
        : kind;
  }
}
