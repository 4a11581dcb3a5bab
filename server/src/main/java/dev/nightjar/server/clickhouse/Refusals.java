package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.query.ErrorText;
import java.util.Set;

/** The errors of this interface, with ClickHouse's codes. */
final class Refusals {
  private Refusals() {}

  /** Everything but reading. */
  static ClickHouseException readOnly(String user) {
    return new ClickHouseException(
        164,
        "READONLY",
        user
            + ": Cannot execute query in readonly mode: only SELECT, SHOW TABLES, SHOW DATABASES,"
            + " SHOW COLUMNS, DESCRIBE and EXISTS can be run here");
  }

  static ClickHouseException denied(String message) {
    return new ClickHouseException(497, "ACCESS_DENIED", message);
  }

  static ClickHouseException unknownTable(String name) {
    return new ClickHouseException(60, "UNKNOWN_TABLE", "Table " + name + " does not exist");
  }

  static ClickHouseException unknownDatabase(String name) {
    return new ClickHouseException(81, "UNKNOWN_DATABASE", "Database " + name + " does not exist");
  }

  static ClickHouseException syntax(String message) {
    return new ClickHouseException(62, "SYNTAX_ERROR", message);
  }

  /** What a template of a pipe has to say. */
  static ClickHouseException ofPipe(HttpProblem problem) {
    return new ClickHouseException(36, "BAD_ARGUMENTS", problem.getMessage());
  }

  /** The same error without the names of internal databases. */
  static ClickHouseException cleaned(ClickHouseException error, View view) {
    if (error.code() == 0) {
      return error;
    }
    String internal = view.workspace().database();
    return new ClickHouseException(
        error.code(),
        error.name(),
        ErrorText.message(error, Set.of(internal)).replace(internal, view.database()));
  }
}
