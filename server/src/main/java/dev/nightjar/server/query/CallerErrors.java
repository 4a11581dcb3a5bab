package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouseException;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a caller who may read only some things is told of an error. ClickHouse's own words may quote
 * a value ("Cannot parse string 'x'") or name a table ("Maybe you meant"), so they pass only where
 * they are made of the query, its types and the limits.
 *
 * @see <a href="https://github.com/ClickHouse/ClickHouse/blob/master/src/Common/ErrorCodes.cpp">
 *     ClickHouse's codes</a>
 */
final class CallerErrors {
  /** About the query as it is written. */
  private static final Set<String> OF_THE_QUERY =
      Set.of(
          "ALIAS_REQUIRED",
          "AMBIGUOUS_COLUMN_NAME",
          "AMBIGUOUS_IDENTIFIER",
          "CYCLIC_ALIASES",
          "ILLEGAL_AGGREGATION",
          "ILLEGAL_FINAL",
          "ILLEGAL_TYPE_OF_ARGUMENT",
          "INVALID_JOIN_ON_EXPRESSION",
          "MULTIPLE_EXPRESSIONS_FOR_ALIAS",
          "NOT_AN_AGGREGATE",
          "NO_COMMON_TYPE",
          "NO_SUCH_COLUMN_IN_TABLE",
          "NUMBER_OF_ARGUMENTS_DOESNT_MATCH",
          "NUMBER_OF_COLUMNS_DOESNT_MATCH",
          "SAMPLING_NOT_SUPPORTED",
          "SYNTAX_ERROR",
          "TOO_FEW_ARGUMENTS_FOR_FUNCTION",
          "TOO_MANY_ARGUMENTS_FOR_FUNCTION",
          "UNION_ALL_RESULT_STRUCTURES_MISMATCH",
          "UNKNOWN_AGGREGATE_FUNCTION",
          "UNKNOWN_FUNCTION",
          "UNKNOWN_IDENTIFIER",
          "UNKNOWN_QUERY_PARAMETER",
          "UNKNOWN_TABLE",
          "UNKNOWN_TYPE");

  /** About what it takes, or about the database as a whole. */
  private static final Set<String> OF_LIMITS =
      Set.of(
          "ACCESS_DENIED",
          "MEMORY_LIMIT_EXCEEDED",
          "NOT_ENOUGH_SPACE",
          "QUERY_WAS_CANCELLED",
          "READONLY",
          "SETTING_CONSTRAINT_VIOLATION",
          "TIMEOUT_EXCEEDED",
          "TOO_BIG_AST",
          "TOO_DEEP_AST",
          "TOO_DEEP_RECURSION",
          "TOO_DEEP_SUBQUERIES",
          "TOO_MANY_BYTES",
          "TOO_MANY_ROWS",
          "TOO_MANY_ROWS_OR_BYTES",
          "TOO_MANY_SIMULTANEOUS_QUERIES",
          "TOO_SLOW",
          "UNKNOWN_FORMAT",
          "UNKNOWN_SETTING");

  private static final String UNKNOWN_TABLE = "UNKNOWN_TABLE";
  private static final Pattern QUOTED = Pattern.compile("(?:identifier|[Tt]able) [`']([^`']*)[`']");
  private static final Pattern NUMBERS = Pattern.compile("(?<=[ :(])[0-9][0-9.]*(?: [KMGT]iB)?");

  private CallerErrors() {}

  /** Whether it says that the query is wrong as it is written. */
  static boolean isOfTheQuery(ClickHouseException error) {
    return OF_THE_QUERY.contains(error.name());
  }

  /** Whether a row may be what it is about. */
  static boolean mayQuoteRows(ClickHouseException error) {
    return error.code() != 0 && !isOfTheQuery(error) && !OF_LIMITS.contains(error.name());
  }

  /** The error in words that the caller may hear. */
  static ClickHouseException told(ClickHouseException error) {
    if (error.code() == 0) {
      return error;
    }
    return new ClickHouseException(error.code(), error.name(), words(error));
  }

  private static String words(ClickHouseException error) {
    if (mayQuoteRows(error)) {
      return "A function of the query cannot take one of the values that it was given ("
          + error.name()
          + "). ClickHouse's own message may quote rows and is not shown to this token";
    }
    String message = ErrorText.message(error, Set.of());
    if (error.name().equals(UNKNOWN_TABLE)) {
      Matcher name = QUOTED.matcher(message);
      return SqlRefusedException.unknownTable(name.find() ? OwnNames.shown(name.group(1)) : "")
          .getMessage();
    }
    return OF_LIMITS.contains(error.name())
        // how much was read tells how many rows are hidden
        ? NUMBERS.matcher(message).replaceAll("…")
        : OwnNames.shown(message);
  }
}
