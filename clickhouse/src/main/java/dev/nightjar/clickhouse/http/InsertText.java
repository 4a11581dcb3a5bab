package dev.nightjar.clickhouse.http;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.inspect.SqlLexer;
import dev.nightjar.clickhouse.inspect.SqlLexer.Token;
import java.util.Optional;

/**
 * Finds out where the rows of an INSERT begin: after VALUES, or after the line that its FORMAT
 * clause ends. Reads no further than that, since rows need not be text.
 */
final class InsertText {
  private static final String VALUES = "Values";

  private final String text;
  private final SqlLexer lexer;
  private Optional<Token> token;

  InsertText(String text) {
    this.text = text;
    this.lexer = new SqlLexer(text);
    this.token = lexer.next();
  }

  /** The statement before the rows; empty where the text is no INSERT that brings rows. */
  Optional<StatementText> header() {
    if (!take("INSERT")) {
      return Optional.empty();
    }
    take("INTO");
    take("TABLE");
    boolean function = take("FUNCTION");
    skipTarget(function);
    while (token.isPresent()) {
      Token at = token.get();
      if (at.isWord("VALUES")) {
        return Optional.of(rows(at.start(), VALUES, at.end()));
      }
      if (at.isWord("FORMAT")) {
        return format(at);
      }
      if (at.isWord("SELECT") || at.isWord("WITH") || at.isWord("WATCH")) {
        return noRows();
      }
      if (at.isWord("FROM")) {
        advance();
        if (is("INFILE")) {
          throw new ClickHouseException(
              78, "UNKNOWN_TYPE_OF_QUERY", "INSERT … FROM INFILE is not allowed: send the rows");
        }
        return noRows();
      }
      if (at.isSymbol("(")) {
        if (skipBrackets()) {
          return noRows();
        }
      } else {
        advance();
      }
    }
    return Optional.of(rows(text.length(), VALUES, text.length()));
  }

  private Optional<StatementText> format(Token format) {
    advance();
    Token name =
        token
            .filter(Token::isName)
            .orElseThrow(() ->
                new ClickHouseException(62, "SYNTAX_ERROR", "FORMAT without the name of a format"));
    int at = name.end();
    while (at < text.length() && " \t\f".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\r') {
      at++;
    }
    if (at < text.length() && text.charAt(at) == '\n') {
      at++;
    }
    return Optional.of(rows(format.start(), name.text(), at));
  }

  private StatementText rows(int end, String format, int rowsAt) {
    return new StatementText(text.substring(0, end), Optional.of(format), Optional.of(rowsAt));
  }

  private Optional<StatementText> noRows() {
    boolean afterInput = false;
    while (token.isPresent()) {
      if (afterInput && token.get().isSymbol("(")) {
        throw new ClickHouseException(
            48,
            "NOT_IMPLEMENTED",
            "INSERT … SELECT FROM input() is not supported: insert into a table with a"
                + " materialized view, or a staging table");
      }
      afterInput = is("input");
      advance();
    }
    return Optional.empty();
  }

  /** The table's name, whatever word it is, with its database; or a function with its arguments. */
  private void skipTarget(boolean function) {
    advance();
    while (token.filter(at -> at.isSymbol(".")).isPresent()) {
      advance();
      advance();
    }
    if (function && token.filter(at -> at.isSymbol("(")).isPresent()) {
      skipBrackets();
    }
  }

  /** Whether it was a query in brackets. */
  private boolean skipBrackets() {
    advance();
    boolean query = is("SELECT") || is("WITH");
    for (int depth = 1; depth > 0 && token.isPresent(); advance()) {
      if (token.get().isSymbol("(")) {
        depth++;
      } else if (token.get().isSymbol(")")) {
        depth--;
      }
    }
    return query;
  }

  private boolean take(String word) {
    boolean found = is(word);
    if (found) {
      advance();
    }
    return found;
  }

  private boolean is(String word) {
    return token.filter(at -> at.isWord(word)).isPresent();
  }

  private void advance() {
    token = lexer.next();
  }
}
