package dev.nightjar.server.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a text of SQL, by the rules of ClickHouse's lexer (comments, escapes, doubled
 * quotes, heredocs). Good enough to take a text apart; never trusted for safety, which {@link
 * SqlGate} decides on the text that runs.
 */
final class SqlTokens {
  /** What a token is. */
  enum Kind {
    WORD,
    QUOTED_NAME,
    STRING,
    NUMBER,
    SYMBOL
  }

  /**
   * A token.
   *
   * @param text as written; of a quoted name, without quotes and escapes
   * @param start its first character
   * @param end one past its last character
   */
  record Token(Kind kind, String text, int start, int end) {
    boolean isWord(String word) {
      return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    boolean isSymbol(String symbol) {
      return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isName() {
      return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }
  }

  private static final Set<String> BEFORE_TABLE = Set.of("FROM", "JOIN", "IN");
  private static final Set<String> AFTER_FROM =
      Set.of(
          "SELECT",
          "WHERE",
          "PREWHERE",
          "GROUP",
          "ORDER",
          "HAVING",
          "LIMIT",
          "ON",
          "USING",
          "WINDOW",
          "QUALIFY",
          "SETTINGS",
          "UNION",
          "INTERSECT",
          "EXCEPT");

  private final String sql;
  private final List<Token> tokens = new ArrayList<>();

  private SqlTokens(String sql) {
    this.sql = sql;
  }

  static SqlTokens of(String sql) {
    SqlTokens result = new SqlTokens(sql);
    int at = 0;
    while (at < sql.length()) {
      at = result.next(at);
    }
    return result;
  }

  List<Token> all() {
    return List.copyOf(tokens);
  }

  /**
   * The names that stand where a table can stand: after FROM, JOIN and IN, and in a list after
   * FROM. In order of first use.
   */
  Set<String> tableNames() {
    Set<String> names = new LinkedHashSet<>();
    Deque<Boolean> inFrom = new ArrayDeque<>();
    inFrom.push(false);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token before = i == 0 ? token : tokens.get(i - 1);
      boolean atTable =
          isOneOf(before, BEFORE_TABLE) || (before.isSymbol(",") && inFrom.getFirst());
      if (token.isName() && i > 0 && atTable) {
        names.add(token.text());
      }
      if (token.isSymbol("(")) {
        inFrom.push(false);
      } else if (token.isSymbol(")") && inFrom.size() > 1) {
        inFrom.pop();
      } else if (token.isWord("FROM") || isOneOf(token, AFTER_FROM)) {
        inFrom.pop();
        inFrom.push(token.isWord("FROM"));
      }
    }
    return names;
  }

  private static boolean isOneOf(Token token, Set<String> words) {
    return token.kind() == Kind.WORD && words.contains(token.text().toUpperCase(Locale.ROOT));
  }

  boolean startsWith(String word) {
    return !tokens.isEmpty() && tokens.getFirst().isWord(word);
  }

  /**
   * Names that may be those of common table expressions: {@code name AS (} anywhere. Only plain
   * names, so that none of them reads like a table of another database.
   */
  Set<String> withNames() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i + 2 < tokens.size(); i++) {
      int after = i + 2;
      if (tokens.get(after).isWord("MATERIALIZED")) {
        after++;
      }
      if (tokens.get(i).isName()
          && tokens.get(i).text().matches("\\w+")
          && tokens.get(i + 1).isWord("AS")
          && after < tokens.size()
          && tokens.get(after).isSymbol("(")) {
        names.add(tokens.get(i).text());
      }
    }
    return names;
  }

  /** A text without its last {@code FORMAT Name} and semicolons, and that name. */
  record Formatted(String sql, Optional<String> format) {}

  Formatted takeFormat() {
    int last = tokens.size() - 1;
    while (last >= 0 && tokens.get(last).isSymbol(";")) {
      last--;
    }
    if (last >= 1
        && tokens.get(last).kind() == Kind.WORD
        && tokens.get(last - 1).isWord("FORMAT")) {
      String name = tokens.get(last).text();
      return new Formatted(
          sql.substring(0, tokens.get(last - 1).start()).strip(), Optional.of(name));
    }
    int end = last < 0 ? 0 : tokens.get(last).end();
    return new Formatted(sql.substring(0, end).strip(), Optional.empty());
  }

  private int next(int at) {
    char c = sql.charAt(at);
    if (Character.isWhitespace(c) || c == '\u00a0' || c == '\ufeff') {
      return at + 1;
    }
    if (sql.startsWith("--", at) || c == '#') {
      return endOf("\n", at + 1);
    }
    if (sql.startsWith("/*", at)) {
      return endOf("*/", at + 2);
    }
    if (c == '\'' || c == '"' || c == '`') {
      return quoted(at, c);
    }
    if (c == '$') {
      Optional<Integer> end = heredocEnd(at);
      if (end.isPresent()) {
        return add(Kind.STRING, at, end.get());
      }
    }
    if (isWordStart(c)) {
      int end = at;
      while (end < sql.length() && isWordPart(sql.charAt(end))) {
        end++;
      }
      return add(Kind.WORD, at, end);
    }
    if (Character.isDigit(c)) {
      int end = at;
      while (end < sql.length() && (isWordPart(sql.charAt(end)) || sql.charAt(end) == '.')) {
        end++;
      }
      return add(Kind.NUMBER, at, end);
    }
    return add(Kind.SYMBOL, at, at + 1);
  }

  private int quoted(int start, char quote) {
    StringBuilder text = new StringBuilder();
    int at = start + 1;
    while (at < sql.length()) {
      char c = sql.charAt(at);
      if (c == '\\' && at + 1 < sql.length()) {
        text.append(sql.charAt(at + 1));
        at += 2;
      } else if (c == quote && at + 1 < sql.length() && sql.charAt(at + 1) == quote) {
        text.append(quote);
        at += 2;
      } else if (c == quote) {
        break;
      } else {
        text.append(c);
        at++;
      }
    }
    int end = Math.min(at + 1, sql.length());
    tokens.add(
        new Token(quote == '\'' ? Kind.STRING : Kind.QUOTED_NAME, text.toString(), start, end));
    return end;
  }

  private Optional<Integer> heredocEnd(int start) {
    int close = sql.indexOf('$', start + 1);
    if (close < 0 || !sql.substring(start + 1, close).chars().allMatch(c -> isWordPart((char) c))) {
      return Optional.empty();
    }
    String tag = sql.substring(start, close + 1);
    int end = sql.indexOf(tag, close + 1);
    return end < 0 ? Optional.empty() : Optional.of(end + tag.length());
  }

  private int endOf(String mark, int from) {
    int end = sql.indexOf(mark, from);
    return end < 0 ? sql.length() : end + mark.length();
  }

  private int add(Kind kind, int start, int end) {
    tokens.add(new Token(kind, sql.substring(start, end), start, end));
    return end;
  }

  private static boolean isWordStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || (c >= '0' && c <= '9');
  }

  @Override
  public String toString() {
    return tokens.stream().map(Token::text).toList().toString().toLowerCase(Locale.ROOT);
  }
}
