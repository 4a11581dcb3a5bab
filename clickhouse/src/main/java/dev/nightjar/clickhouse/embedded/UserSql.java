package dev.nightjar.clickhouse.embedded;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.inspect.AstNode;
import dev.nightjar.clickhouse.inspect.AstText;
import dev.nightjar.clickhouse.inspect.Classification;
import dev.nightjar.clickhouse.inspect.StatementClass;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What is done with texts of SQL that somebody else wrote. */
final class UserSql {
  private UserSql() {}

  /**
   * Refuses a text that is not exactly one statement that reads, whatever the caller has checked
   * before: under {@code readonly = 1} the engine would still write files (INTO OUTFILE), kill
   * queries and run several statements.
   */
  static void requireOneReading(
      Connection connection, String sql, Classifications classifications) {
    Classification found = requireOne(connection, sql, classifications);
    if (found.statementClass() != StatementClass.READ_ONLY) {
      throw new ClickHouseException(164, "READONLY", "only a statement that reads is allowed here");
    }
  }

  /** The tree of one statement of any kind; nothing is run. */
  static AstNode ast(
      Connection connection,
      String sql,
      Map<String, Parameter> parameters,
      Classifications classifications) {
    // The text by itself first: it must not begin with options of EXPLAIN AST or hold two
    // statements.
    requireOne(connection, sql, classifications);
    String explain = "EXPLAIN AST\n" + sql;
    requireOneReading(connection, explain, classifications);
    String formatted = text(connection, format(sql), Map.of());
    return AstText.parse(text(connection, explain, parameters), formatted);
  }

  private static Classification requireOne(
      Connection connection, String sql, Classifications classifications) {
    Classification found = classifications.of(connection, sql);
    if (found.statementClass() == StatementClass.UNKNOWN) {
      // Never run, since its first statement might parse; the engine's formatter tells what is
      // wrong.
      connection.query(format(sql), "Null", Map.of());
      throw new ClickHouseException(62, "SYNTAX_ERROR", "this is no statement that is known");
    }
    if (found.statements() != 1) {
      throw new ClickHouseException(
          62, "SYNTAX_ERROR", "one statement at a time: this text holds " + found.statements());
    }
    return found;
  }

  private static String format(String sql) {
    return "SELECT formatQuery(" + Sql.string(sql) + ")";
  }

  private static String text(Connection connection, String sql, Map<String, Parameter> parameters) {
    return new String(connection.query(sql, "TSVRaw", parameters).bytes(), StandardCharsets.UTF_8);
  }
}
