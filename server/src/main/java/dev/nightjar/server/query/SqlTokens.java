package dev.nightjar.server.query;

import dev.nightjar.clickhouse.inspect.SqlLexer;
import dev.nightjar.clickhouse.inspect.SqlLexer.Kind;
import dev.nightjar.clickhouse.inspect.SqlLexer.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a text of SQL. Good enough to take a text apart; never trusted for safety, which
 * {@link SqlGate} decides on the text that runs.
 */
final class SqlTokens {
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
  private final List<Token> tokens;

  private SqlTokens(String sql) {
    this.sql = sql;
    this.tokens = SqlLexer.tokens(sql);
  }

  static SqlTokens of(String sql) {
    return new SqlTokens(sql);
  }

  List<Token> all() {
    return tokens;
  }

  /**
   * The names that stand where a table can stand: after FROM, JOIN and IN, and in a list after
   * FROM. In order of first use.
   */
  Set<String> tableNames() {
    Set<String> names = new LinkedHashSet<>();
    tablePlaces().forEach(place -> names.add(tokens.get(place).text()));
    return names;
  }

  /** Which of {@link #all} are those names. */
  List<Integer> tablePlaces() {
    List<Integer> places = new ArrayList<>();
    Deque<Boolean> inFrom = new ArrayDeque<>();
    inFrom.push(false);
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      Token before = i == 0 ? token : tokens.get(i - 1);
      boolean atTable =
          isOneOf(before, BEFORE_TABLE) || (before.isSymbol(",") && inFrom.getFirst());
      if (token.isName() && i > 0 && atTable) {
        places.add(i);
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
    return places;
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
    for (int i = 0; i < tokens.size(); i++) {
      if (declares(i)) {
        names.add(tokens.get(i).text());
      }
    }
    return names;
  }

  /** Whether the token at a place of {@link #all} is such a name where it is given. */
  boolean declares(int at) {
    int after = at + 2;
    if (after < tokens.size() && tokens.get(after).isWord("MATERIALIZED")) {
      after++;
    }
    return after < tokens.size()
        && tokens.get(at).isName()
        && tokens.get(at).text().matches("\\w+")
        && tokens.get(at + 1).isWord("AS")
        && tokens.get(after).isSymbol("(");
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

  @Override
  public String toString() {
    return tokens.stream().map(Token::text).toList().toString().toLowerCase(Locale.ROOT);
  }
}
