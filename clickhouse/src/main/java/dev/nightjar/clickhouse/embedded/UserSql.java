package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.util.Map;

/** The belt that every READ_ONLY query wears, whatever its caller has checked before. */
final class UserSql {
  private UserSql() {}

  /**
   * Refuses a text that is not exactly one statement that reads: under {@code readonly = 1} the
   * engine would still write files (INTO OUTFILE), kill queries and run several statements.
   */
  static void check(Connection connection, String sql) {
    Classification found = connection.classify(sql);
    if (found.statementClass() == StatementClass.UNKNOWN) {
      // Never run: its first statement might parse. The engine's formatter tells what is wrong.
      connection.query("SELECT formatQuery(" + Sql.string(sql) + ")", "Null", Map.of());
      throw new ClickHouseException(62, "SYNTAX_ERROR", "this is no statement that is known");
    }
    if (found.statementClass() != StatementClass.READ_ONLY || found.statements() != 1) {
      throw new ClickHouseException(
          164, "READONLY", "only one statement, and one that only reads, is allowed here");
    }
  }
}
