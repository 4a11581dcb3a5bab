package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;

/**
 * The HTTP status of an error, by its code, as ClickHouse maps them (its function {@code
 * exceptionCodeToHTTPStatus}); what it does not name is a 500.
 */
final class ErrorStatus {
  private ErrorStatus() {}

  static int of(int code) {
    return switch (code) {
      case 194 -> 401;
      case 192, 193, 497, 512, 516 -> 403;
      case 6, 8, 15, 25, 26, 27, 36, 37, 38, 41, 44, 53, 62, 72, 117, 123, 167, 168 -> 400;
      case 223, 321, 376, 427, 441, 675, 676 -> 400;
      case 46, 47, 50, 56, 60, 63, 73, 78, 81, 115, 152, 336, 511 -> 404;
      case 229 -> 413;
      case 381 -> 411;
      case 779 -> 415;
      case 159 -> 408;
      case 48 -> 501;
      case 76, 209, 439 -> 503;
      default -> 500;
    };
  }

  /** The same error as ClickHouse would tell it, where it is one of the port's own. */
  static ClickHouseException told(ClickHouseException error) {
    return switch (error) {
      case UnavailableException e ->
          new ClickHouseException(202, "TOO_MANY_SIMULTANEOUS_QUERIES", e.getMessage());
      case CancelledException e -> new ClickHouseException(159, "TIMEOUT_EXCEEDED", e.getMessage());
      case OutcomeUnknownException e ->
          new ClickHouseException(1002, "UNKNOWN_EXCEPTION", e.getMessage());
      default -> error;
    };
  }
}
