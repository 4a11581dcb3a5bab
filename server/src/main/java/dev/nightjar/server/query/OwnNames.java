package dev.nightjar.server.query;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.inspect.SqlLexer.Kind;
import dev.nightjar.clickhouse.inspect.SqlLexer.Token;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A query with the names of its common table expressions changed to names that no table can have.
 *
 * <p>In {@code SELECT * FROM t WHERE 1 IN (WITH t AS (SELECT 1) SELECT * FROM t)} the first {@code
 * t} is a table and the second is not. ClickHouse's syntax tree does not tell the names of common
 * table expressions, let alone where they hold. With the names changed it need not: a name that is
 * left as it was is a table's. A text that is taken apart wrongly here names something that does
 * not exist, at worst.
 *
 * @param sql the query with changed names
 * @param declared the names as they were
 */
record OwnNames(String sql, Set<String> declared) {
  /** Ends the names; a table of a workspace has letters, digits and underscores only. */
  private static final String MARK = " ~";

  /** After the name of a table they do not begin another name for it. */
  private static final Set<String> NO_ALIAS =
      Set.of(
          "ALL",
          "ANTI",
          "ANY",
          "ARRAY",
          "ASC",
          "ASOF",
          "CROSS",
          "DESC",
          "EXCEPT",
          "FETCH",
          "FINAL",
          "FORMAT",
          "FULL",
          "GLOBAL",
          "GROUP",
          "HAVING",
          "INNER",
          "INTERSECT",
          "INTO",
          "JOIN",
          "LEFT",
          "LIMIT",
          "OFFSET",
          "ON",
          "ORDER",
          "PASTE",
          "PREWHERE",
          "QUALIFY",
          "RIGHT",
          "SAMPLE",
          "SELECT",
          "SEMI",
          "SETTINGS",
          "UNION",
          "USING",
          "WHERE",
          "WINDOW",
          "WITH");

  /** Copies the names. */
  OwnNames {
    declared = Set.copyOf(declared);
  }

  /** A query as it was written. */
  static OwnNames asWritten(String sql) {
    return new OwnNames(sql, SqlTokens.of(sql).withNames());
  }

  /**
   * Changes the names.
   *
   * @param kept whether a name is of something that the caller can read, and can stay
   */
  static OwnNames apart(String sql, Predicate<String> kept) {
    SqlTokens tokens = SqlTokens.of(sql);
    Set<String> declared = tokens.withNames();
    Set<String> changed = new HashSet<>(declared);
    changed.retainAll(tokens.tableNames());
    changed.removeIf(kept);
    if (changed.isEmpty()) {
      return new OwnNames(sql, declared);
    }
    Set<Integer> places = new HashSet<>(tokens.tablePlaces());
    List<Token> all = tokens.all();
    StringBuilder out = new StringBuilder(sql.length() + 64);
    int copied = 0;
    for (int i = 0; i < all.size(); i++) {
      Token token = all.get(i);
      if (!token.isName() || !changed.contains(token.text())) {
        continue;
      }
      boolean table =
          places.contains(i) && !isSymbol(all, i + 1, ".") && !isSymbol(all, i + 1, "(");
      if (table || tokens.declares(i)) {
        out.append(sql, copied, token.start()).append(Sql.identifier(token.text() + MARK));
        copied = token.end();
        if (table && !all.get(i - 1).isWord("IN") && !hasAlias(all, i + 1)) {
          out.append(" AS ").append(Sql.identifier(token.text()));
        }
      }
    }
    return new OwnNames(out.append(sql, copied, sql.length()).toString(), declared);
  }

  private static boolean hasAlias(List<Token> all, int next) {
    if (next >= all.size()) {
      return false;
    }
    Token token = all.get(next);
    return token.kind() == Kind.QUOTED_NAME
        || (token.kind() == Kind.WORD && !NO_ALIAS.contains(token.text().toUpperCase(Locale.ROOT)));
  }

  private static boolean isSymbol(List<Token> all, int at, String symbol) {
    return at < all.size() && all.get(at).isSymbol(symbol);
  }

  /** Whether a name is a changed one. */
  static boolean isChanged(String name) {
    return name.endsWith(MARK);
  }

  /** A text with the names as they were. */
  static String shown(String text) {
    return text.replace(MARK, "");
  }
}
