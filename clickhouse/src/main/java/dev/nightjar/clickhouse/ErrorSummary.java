package dev.nightjar.clickhouse;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be told of an error that ClickHouse answered, in logs and on a mirror's status. Its own
 * text may quote values of rows (a text that is no number, a row that cannot be parsed, a part
 * named after a partition), so that it is told only where it is about something else: its memory,
 * its disks, its tables.
 */
public final class ErrorSummary {
  /**
   * Errors of ClickHouse that are about no row.
   *
   * @see <a href="https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp">
   *     ClickHouse's codes</a>
   */
  private static final Set<String> ABOUT_NO_ROW =
      Set.of(
          "ABORTED",
          "ACCESS_DENIED",
          "ALL_CONNECTION_TRIES_FAILED",
          "AUTHENTICATION_FAILED",
          "KEEPER_EXCEPTION",
          "MEMORY_LIMIT_EXCEEDED",
          "NETWORK_ERROR",
          "NOT_ENOUGH_SPACE",
          "NO_SUCH_COLUMN_IN_TABLE",
          "NUMBER_OF_COLUMNS_DOESNT_MATCH",
          "QUERY_WAS_CANCELLED",
          "QUOTA_EXCEEDED",
          "READONLY",
          "SOCKET_TIMEOUT",
          "TABLE_IS_READ_ONLY",
          "THERE_IS_NO_COLUMN",
          "TIMEOUT_EXCEEDED",
          "TOO_FEW_LIVE_REPLICAS",
          "TOO_MANY_PARTS",
          "TOO_MANY_SIMULTANEOUS_QUERIES",
          "UNKNOWN_DATABASE",
          "UNKNOWN_FUNCTION",
          "UNKNOWN_IDENTIFIER",
          "UNKNOWN_STATUS_OF_INSERT",
          "UNKNOWN_TABLE");

  private static final Pattern VIEW =
      Pattern.compile("while pushing to view ((?:`[^`]+`|[\\w-]+)(?:\\.(?:`[^`]+`|[\\w-]+))?)");

  private ErrorSummary() {}

  /** The same for any error that may come from ClickHouse; another's message is its own. */
  public static String of(RuntimeException error) {
    return error instanceof ClickHouseException answered
        ? of(answered)
        : String.valueOf(error.getMessage());
  }

  /** What happened, as a sentence without values of rows. */
  public static String of(ClickHouseException error) {
    if (error.code() == 0 || ABOUT_NO_ROW.contains(error.name())) {
      return String.valueOf(error.getMessage());
    }
    Matcher view = VIEW.matcher(String.valueOf(error.getMessage()));
    return error.name()
        + " (ClickHouse's code "
        + error.code()
        + ")"
        + (view.find() ? " while pushing to view " + view.group(1) : "")
        + ". Its message may quote rows and is not shown; ClickHouse's own log has it.";
  }
}
