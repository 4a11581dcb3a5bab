package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.inspect.SqlLexer;
import dev.nightjar.clickhouse.inspect.SqlLexer.Token;
import java.util.List;
import java.util.Optional;

/**
 * A statement's text, taken apart as far as this interface needs it: what of it is the statement,
 * which format it names, and whether rows follow it.
 *
 * @param sql without FORMAT, VALUES and semicolons at its end
 * @param format the name that its FORMAT clause has; {@code Values} for an INSERT with VALUES
 * @param rowsAt where the rows of an INSERT begin; empty where it brings none
 */
record StatementText(String sql, Optional<String> format, Optional<Integer> rowsAt) {

  /**
   * Takes a text apart.
   *
   * @param text in which a char is a byte or a character; binary rows may stand at its end
   * @param whole whether more text follows it, which can only be rows then
   * @throws ClickHouseException when it is too long, holds several statements, or would read or
   *     write files of the server
   */
  static StatementText of(String text, boolean whole) {
    Optional<StatementText> insert = new InsertText(text).header();
    if (insert.isPresent()) {
      return insert.get();
    }
    if (!whole) {
      throw new ClickHouseException(
          62, "SYNTAX_ERROR", "Max query size exceeded: only the rows of an INSERT may be longer");
    }
    return withoutRows(text);
  }

  private static StatementText withoutRows(String text) {
    List<Token> tokens = SqlLexer.tokens(text);
    int last = tokens.size() - 1;
    while (last >= 0 && tokens.get(last).isSymbol(";")) {
      last--;
    }
    if (last < 0) {
      throw new ClickHouseException(62, "SYNTAX_ERROR", "Empty query");
    }
    List<Token> statement = tokens.subList(0, last + 1);
    refuseSeveral(statement);
    refuseFiles(statement);
    int format = formatClause(statement);
    if (format < 0) {
      return new StatementText(
          text.substring(0, end(statement)), Optional.empty(), Optional.empty());
    }
    Token name = statement.get(format + 1);
    String sql =
        text.substring(0, statement.get(format).start())
            + text.substring(name.end(), end(statement));
    return new StatementText(sql, Optional.of(name.text()), Optional.empty());
  }

  private static int end(List<Token> statement) {
    return statement.getLast().end();
  }

  private static void refuseSeveral(List<Token> statement) {
    if (statement.stream().anyMatch(token -> token.isSymbol(";"))) {
      throw new ClickHouseException(
          62, "SYNTAX_ERROR", "Syntax error (Multi-statements are not allowed)");
    }
  }

  private static void refuseFiles(List<Token> statement) {
    for (int i = 0; i + 2 < statement.size(); i++) {
      boolean literal = statement.get(i + 2).kind() == SqlLexer.Kind.STRING;
      if (literal && statement.get(i).isWord("INTO") && statement.get(i + 1).isWord("OUTFILE")) {
        throw new ClickHouseException(
            358, "INTO_OUTFILE_NOT_ALLOWED", "INTO OUTFILE is not allowed");
      }
    }
  }

  /** Where the FORMAT clause begins: at the end, or before SETTINGS there; -1 for none. */
  private static int formatClause(List<Token> statement) {
    int last = statement.size() - 1;
    for (int i = last - 1; i > 0; i--) {
      boolean clause =
          statement.get(i).isWord("FORMAT")
              && statement.get(i + 1).isName()
              && !isBeforeAName(statement.get(i - 1))
              && (i + 1 == last || statement.get(i + 2).isWord("SETTINGS"));
      if (clause) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isBeforeAName(Token token) {
    return token.isSymbol(".")
        || token.isSymbol(",")
        || token.isWord("FROM")
        || token.isWord("JOIN")
        || token.isWord("AS")
        || token.isWord("IN")
        || token.isWord("SELECT")
        || token.isWord("TABLE");
  }
}
