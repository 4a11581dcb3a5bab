package dev.nightjar.clickhouse.inspect;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Takes a text of SQL apart by the rules of ClickHouse's lexer (comments, escapes, doubled quotes,
 * heredocs), one token after the other. Good enough to find one's way in a text; never trusted for
 * safety.
 */
public final class SqlLexer {
  /** What a token is. */
  public enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SYMBOL
  }

  /**
   * A token.
   *
   * @param text as written; of a quoted name or a string, without quotes and escapes
   * @param start its first character
   * @param end one past its last character
   */
  public record Token(Kind kind, String text, int start, int end) {
    /** Whether it is that keyword, in any case. */
    public boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    /** Whether it is that symbol. */
    public boolean isSymbol(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether it can be the name of something. */
    public boolean isName() {
      return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
  }

  private final String sql;
  private int at;

  /** Begins at a text's first character. */
  public SqlLexer(String sql) {
    this.sql = sql;
  }

  /** All tokens of a text. */
  public static List<Token> tokens(String sql) {
    SqlLexer lexer = new SqlLexer(sql);
    List<Token> tokens = new ArrayList<>();
    for (Optional<Token> token = lexer.next(); token.isPresent(); token = lexer.next()) {
      tokens.add(token.get());
    }
    return List.copyOf(tokens);
  }

  /** The next token; empty at the end. */
  public Optional<Token> next() {
    skipBlanks();
    if (at >= sql.length()) {
      return Optional.empty();
    }
    Token token = read(sql.charAt(at));
    at = token.end();
    return Optional.of(token);
  }

  private void skipBlanks() {
    int before = -1;
    while (at < sql.length() && at != before) {
      before = at;
      char c = sql.charAt(at);
      if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
        at++;
      } else if (sql.startsWith("--", at) || isHashComment()) {
        at = endOf("\n", at + 1);
      } else if (sql.startsWith("/*", at)) {
        at = endOf("*/", at + 2);
      }
    }
  }

  private boolean isHashComment() {
    return sql.startsWith("# ", at) || sql.startsWith("#!", at);
  }

  private Token read(char c) {
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(c);
    }
    if (c == '$') {
      Optional<Integer> end = heredocEnd();
      if (end.isPresent()) {
        return token(Kind.STRING, end.get());
      }
    }
    if (isWordStart(c)) {
      return token(Kind.WORD, wordEnd(false));
    }
    if (c >= '0' && c <= '9') {
      return token(Kind.NUMBER, wordEnd(true));
    }
    return token(Kind.SYMBOL, at + 1);
  }

  private int wordEnd(boolean number) {
    int end = at;
    while (end < sql.length()
        && (isWordPart(sql.charAt(end)) || (number && sql.charAt(end) == '.'))) {
      end++;
    }
    return end;
  }

  private Token quoted(char quote) {
    StringBuilder text = new StringBuilder();
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && i + 1 < sql.length()) {
        text.append(sql.charAt(i + 1));
        i += 2;
      } else if (c == quote && i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        text.append(quote);
        i += 2;
      } else if (c == quote) {
        break;
      } else {
        text.append(c);
        i++;
      }
    }
    return new Token(
        quote == '\'' ? Kind.STRING : Kind.QUOTED_NAME,
        text.toString(),
        at,
        Math.min(i + 1, sql.length()));
  }

  private Optional<Integer> heredocEnd() {
    int close = sql.indexOf('$', at + 1);
    if (close < 0 || !sql.substring(at + 1, close).chars().allMatch(c -> isWordPart((char) c))) {
      return Optional.empty();
    }
    String tag = sql.substring(at, close + 1);
    int end = sql.indexOf(tag, close + 1);
    return end < 0 ? Optional.empty() : Optional.of(end + tag.length());
  }

  private int endOf(String mark, int from) {
    int end = sql.indexOf(mark, from);
    return end < 0 ? sql.length() : end + mark.length();
  }

  private Token token(Kind kind, int end) {
    return new Token(kind, sql.substring(at, end), at, end);
  }

  private static boolean isWordStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || (c >= '0' && c <= '9');
  }
}
